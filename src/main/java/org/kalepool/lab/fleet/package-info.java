/** Tries a hashing fleet out on one machine: a broker of its own, and what a fleet makes of it. */
@org.jspecify.annotations.NullMarked
package org.kalepool.lab.fleet;
