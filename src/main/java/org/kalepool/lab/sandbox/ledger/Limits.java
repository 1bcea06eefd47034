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

  /** Of one contract call, as on mainnet. */
  public static final long DISK_READ_BYTES_EACH = 200_000;

  public static final long DISK_READ_ENTRIES_EACH = 200;
  public static final long WRITE_BYTES_EACH = 132_096;
  public static final long FOOTPRINT_EACH = 400;
  public static final long BYTES_EACH = 132_096;
  public static final long EVENT_BYTES_EACH = 16_384;
  public static final long MEMORY_EACH = 41_943_040;

  /** Of one key, of an entry of a contract's and of its code. */
  public static final int KEY_BYTES = 250;

  public static final int DATA_BYTES = 65_536;
  public static final int CODE_BYTES = 131_072;

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
