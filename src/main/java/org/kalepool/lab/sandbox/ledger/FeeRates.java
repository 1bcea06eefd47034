package org.kalepool.lab.sandbox.ledger;

/**
 * What the network charges for a contract call, in stroops. The rates are mainnet's of August 2026;
 * with them the formulas give to the stroop what a real network of protocol 28 charged.
 *
 * @param instructions per 10 000 instructions
 * @param diskReadEntry per classic entry read
 * @param writeEntry per entry written
 * @param diskRead1Kb per 1 024 bytes of classic entries read
 * @param write1Kb per 1 024 bytes written
 * @param historical1Kb per 1 024 bytes of transaction and result
 * @param transaction1Kb per 1 024 bytes of transaction
 * @param events1Kb per 1 024 bytes of events and return value
 * @param rent1Kb per 1 024 bytes kept for as many ledgers as the denominator says
 */
public record FeeRates(
    long instructions,
    long diskReadEntry,
    long writeEntry,
    long diskRead1Kb,
    long write1Kb,
    long historical1Kb,
    long transaction1Kb,
    long events1Kb,
    long rent1Kb,
    long persistentRentDenominator,
    long temporaryRentDenominator) {
  private static final long TTL_ENTRY_BYTES = 48;

  public static FeeRates mainnet() {
    return new FeeRates(7, 1_563, 2_500, 447, 875, 4_059, 406, 5_000, 1_000, 1_215, 2_430);
  }

  public long events(long bytes) {
    return ceil(bytes * events1Kb, 1_024);
  }

  /** The rent of so many bytes for so many ledgers. */
  public long rent(boolean temporary, long bytes, long ledgers) {
    long denominator = temporary ? temporaryRentDenominator : persistentRentDenominator;
    return ceil(bytes * rent1Kb * ledgers, 1_024 * denominator);
  }

  /** What writing down the new lives of so many entries costs. */
  public long lives(int entries) {
    return entries * writeEntry + ceil(entries * TTL_ENTRY_BYTES * write1Kb, 1_024);
  }

  private static long ceil(long amount, long divisor) {
    return Math.ceilDiv(amount, divisor);
  }
}
