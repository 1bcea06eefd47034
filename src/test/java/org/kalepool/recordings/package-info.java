/**
 * Replays recordings of the real KALE contract and of a real network: against the pure rules and
 * the in-memory contract of {@code kale}, against the sandbox over its JSON-RPC, and against the
 * adapter. Names the first difference of each file.
 */
@org.jspecify.annotations.NullMarked
package org.kalepool.recordings;
