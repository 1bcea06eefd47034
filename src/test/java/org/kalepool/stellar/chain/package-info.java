/** Tests of the room {@code chain}. */
@org.jspecify.annotations.NullMarked
package org.kalepool.stellar.chain;
