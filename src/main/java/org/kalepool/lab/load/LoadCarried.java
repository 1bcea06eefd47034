package org.kalepool.lab.load;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * By how many transactions deeds of one kind came into ledgers, and what their places cost.
 *
 * @param transactions in a ledger, also those that carried deeds of another kind as well
 * @param deeds in them
 * @param lowestBid for an operation, stroops, of the envelopes that landed; 0 if none is known
 * @param usualBid half of the deeds were bid no more for
 * @param highestBid for an operation, stroops
 * @param place what the place in the ledger came to for a deed, stroops
 * @param fee all that a deed was charged, stroops
 */
@RegisterForReflection
public record LoadCarried(
    int transactions,
    int deeds,
    long lowestBid,
    long usualBid,
    long highestBid,
    double place,
    double fee) {
  static final LoadCarried NOTHING = new LoadCarried(0, 0, 0, 0, 0, 0, 0);

  /** Deeds of a transaction; 0 if there is none. */
  @JsonProperty
  double each() {
    return transactions == 0 ? 0 : (double) deeds / transactions;
  }
}
