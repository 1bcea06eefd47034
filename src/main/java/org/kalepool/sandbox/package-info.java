/** An embedded Stellar network that speaks stellar-rpc's JSON-RPC. */
@org.jspecify.annotations.NullMarked
package org.kalepool.sandbox;
