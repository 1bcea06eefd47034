package org.kalepool.harvest;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.kalepool.kale.Address;
import org.kalepool.stellar.NetworkTerms;

/**
 * One sweep over the pails that are due.
 *
 * @param asked harvests that it has asked for, by the account that pays
 * @param along pails that are not due, and only go along with others
 * @param together pails that may share a transaction
 */
record HarvestRound(
    DueRule rule,
    NetworkTerms terms,
    Map<Address, Integer> asked,
    Set<OpenPail> along,
    List<ReadyPail> together) {}
