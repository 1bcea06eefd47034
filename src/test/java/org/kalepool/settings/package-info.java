/** Settings for tests without a container, and how wrong ones are refused. */
@org.jspecify.annotations.NullMarked
package org.kalepool.settings;
