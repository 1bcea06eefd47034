/**
 * {@code pool simulate}: plays the whole pool with faults drawn from a seed, and looks for broken
 * invariants.
 */
@org.jspecify.annotations.NullMarked
package org.kalepool.lab.simulation;
