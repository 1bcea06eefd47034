/**
 * Plays blocks by the contract's rules against fields of other farmers, to compare ways of spending
 * hashes and to see how far the pool's own plan is from what any plan could reach. Assumptions
 * about the field and the network are in {@code NetworkModel} and {@code OtherFarmers}.
 */
@org.jspecify.annotations.NullMarked
package org.kalepool.lab.plan;
