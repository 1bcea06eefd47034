/**
 * The protocol of poolers on machines of their own, which call with a key: they say how they are,
 * ask for plants, hand over or report works, ask for harvests. What they say moves nobody's money:
 * plants are bounded by what a pooler may owe, works are verified, and what counts of a block is
 * what the chain has. See docs/poolers.md.
 */
@org.jspecify.annotations.NullMarked
package org.kalepool.remote;
