/**
 * Where the hashes and the fees of a block are best spent: whom to mine next and how far, and when
 * to send what was found. Pure functions of the state they are given, without I/O, clock or
 * framework, so that the work engine and the simulator in {@code sim} decide by the same code.
 */
@org.jspecify.annotations.NullMarked
package org.kalepool.work.plan;
