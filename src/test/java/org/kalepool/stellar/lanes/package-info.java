/** Tests of the room {@code lanes}. */
@org.jspecify.annotations.NullMarked
package org.kalepool.stellar.lanes;
