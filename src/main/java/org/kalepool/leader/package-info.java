/**
 * Which of several processes on one database farms: the one whose own connection holds an advisory
 * lock. What it stores for the network, and what it settles, carries its fencing number, so that a
 * process that has lost the lock without noticing cannot write beside its successor.
 */
@org.jspecify.annotations.NullMarked
package org.kalepool.leader;
