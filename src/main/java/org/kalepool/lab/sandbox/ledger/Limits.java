package org.kalepool.lab.sandbox.ledger;

/**
 * How much fits into a ledger and a transaction.
 *
 * @param enforced whether a full ledger makes transactions wait for the next
 * @param classicOperations per ledger
 * @param instructions of all contract calls of a ledger
 * @param writeBytes of all contract calls of a ledger
 * @param transactionBytes of all contract calls of a ledger
 * @param transactions contract calls in a ledger
 * @param instructionsEach of one contract call
 * @param writeEntriesEach of one contract call
 */
public record Limits(
    boolean enforced,
    long classicOperations,
    long instructions,
    long writeBytes,
    long transactionBytes,
    long transactions,
    long instructionsEach,
    long writeEntriesEach) {

  /** Mainnet's as measured in August 2026: 189 plants, 203 works or 365 harvests fill a ledger. */
  public static Limits mainnet() {
    return new Limits(true, 1_000, 580_000_000, 286_720, 266_240, 2_000, 400_000_000, 200);
  }

  /** Ledgers without bounds, for replays. */
  public static Limits none() {
    return new Limits(false, 1_000, 580_000_000, 286_720, 266_240, 2_000, 400_000_000, 200);
  }

  /** A ledger that has no room left. */
  public static Limits full() {
    return new Limits(true, 0, 0, 0, 0, 0, 0, 0);
  }

  /** The same with room for only so many contract calls in a ledger. */
  public Limits withTransactions(long most) {
    return new Limits(
        true,
        classicOperations,
        instructions,
        writeBytes,
        transactionBytes,
        most,
        instructionsEach,
        writeEntriesEach);
  }
}
