package org.kalepool.work.plan;

/**
 * How the network has behaved lately, as {@link NetworkLog} measures it.
 *
 * @param ledgerSeconds whole seconds from one ledger's close to the next one's
 * @param landing ledgers that closed from the newest one known when a work was sent up to and
 *     including the one it landed in, so 1 is the very next
 * @param openingDelay ledgers between the first one that could open the next block and the one that
 *     did
 * @param lost the share of sent works that never landed
 * @param worksPerLedger how many of the pool's works one ledger can be expected to take
 */
public record NetworkMeasures(
    Spread ledgerSeconds, Spread landing, Spread openingDelay, double lost, int worksPerLedger) {
  /** Assumed until there is something better; about half of what a whole mainnet ledger takes. */
  static final int WORKS_PER_LEDGER = 100;

  /**
   * @throws IllegalArgumentException if they could not be measured like this
   */
  public NetworkMeasures {
    if (ledgerSeconds.at(0) > 0 || landing.at(0) > 0) {
      throw new IllegalArgumentException("neither a ledger nor a landing takes no time at all");
    }
    if (!(lost >= 0 && lost < 1) || worksPerLedger < 1) {
      throw new IllegalArgumentException("lost " + lost + ", works a ledger " + worksPerLedger);
    }
  }

  /** The same with another number of works that a ledger takes. */
  public NetworkMeasures withRoom(int works) {
    return new NetworkMeasures(ledgerSeconds, landing, openingDelay, lost, works);
  }

  /** What is assumed of a network that nothing is known about yet. */
  public static NetworkMeasures prior() {
    return new NetworkMeasures(
        Spread.of(0, 0, 0, 0, 0, 0.5, 0.5),
        Spread.of(0, 0.6, 0.3, 0.1),
        Spread.of(0.6, 0.25, 0.15),
        0.001,
        WORKS_PER_LEDGER);
  }
}
