/** Operators' routes, what the public sees, health, the watchdog and the archive. */
@org.jspecify.annotations.NullMarked
package org.kalepool.ops;
