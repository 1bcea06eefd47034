/** The sandbox network: its contract, its RPC held against recordings, and its faults. */
@org.jspecify.annotations.NullMarked
package org.kalepool.lab.sandbox;
