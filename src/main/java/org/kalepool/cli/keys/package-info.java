/** Commands that make keys. */
@org.jspecify.annotations.NullMarked
package org.kalepool.cli.keys;
