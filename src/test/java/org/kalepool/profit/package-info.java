/** Tests of what is expected of blocks and of what is chosen by it. */
@org.jspecify.annotations.NullMarked
package org.kalepool.profit;
