/** Tests of the room {@code xdr}. */
@org.jspecify.annotations.NullMarked
package org.kalepool.stellar.xdr;
