/**
 * The methods of stellar-rpc: what they answer and refuse, as JSON-RPC and over HTTP, and what a
 * call would take when it is simulated.
 */
@org.jspecify.annotations.NullMarked
package org.kalepool.lab.sandbox.rpc;
