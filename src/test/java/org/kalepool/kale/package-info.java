/** The game's rules, example by example and as properties of random games. */
@org.jspecify.annotations.NullMarked
package org.kalepool.kale;
