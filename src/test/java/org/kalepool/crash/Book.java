package org.kalepool.crash;

import java.util.List;
import java.util.Map;

/**
 * What a run left behind, in words that are the same in every run of the scenario.
 *
 * @param deeds what happened to each farmer in each block, in order, such as {@code A 2 PLANTED}
 * @param states each farmer's life
 * @param game what the contract counted in each block, such as {@code 1: 25 of 5000000000}
 * @param balances stroops by farmer and account, from the books
 * @param wrong every broken invariant, in words; empty in a good run
 */
record Book(
    List<String> deeds,
    List<String> states,
    List<String> game,
    Map<String, Long> balances,
    List<String> wrong) {}
