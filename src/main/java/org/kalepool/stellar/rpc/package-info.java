/**
 * The nodes: JSON-RPC over HTTP to several of them, one at a time, each judged by its answers. It
 * knows what a node answers, not what that means for the pool.
 */
@org.jspecify.annotations.NullMarked
package org.kalepool.stellar.rpc;
