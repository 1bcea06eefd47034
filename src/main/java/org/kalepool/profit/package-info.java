/**
 * What farming pays: what a block is expected to bring a farmer before it is planted, what that
 * costs, whether it is worth it at the price of KALE, and what came of it. The rules are pure; what
 * they are fed with is read from the chain and from what the stages publish.
 */
@org.jspecify.annotations.NullMarked
package org.kalepool.profit;
