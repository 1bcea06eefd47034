/**
 * When things run: the executor and the recurring sweeps behind every stage, and the clock. In
 * service they run on virtual threads and real time; in tests and simulations on one thread and a
 * stepped clock, with nothing else changed.
 */
@org.jspecify.annotations.NullMarked
package org.kalepool.schedule;
