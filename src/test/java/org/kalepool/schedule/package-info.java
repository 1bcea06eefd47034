/** When tasks run, rest and are watched, by a clock that a test advances. */
@org.jspecify.annotations.NullMarked
package org.kalepool.schedule;
