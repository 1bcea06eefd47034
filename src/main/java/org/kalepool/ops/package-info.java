/** What an operator sees: health, metrics, alerts, audit. */
@org.jspecify.annotations.NullMarked
package org.kalepool.ops;
