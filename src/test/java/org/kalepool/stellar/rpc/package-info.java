/** Tests of the room {@code rpc}. */
@org.jspecify.annotations.NullMarked
package org.kalepool.stellar.rpc;
