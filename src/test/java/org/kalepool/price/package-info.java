/** Tests of where the price of KALE comes from. */
@org.jspecify.annotations.NullMarked
package org.kalepool.price;
