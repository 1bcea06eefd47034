package org.kalepool.work.plan;

/**
 * What works sent in the ledgers to come are worth for pails planted in one ledger: for every
 * ledger to send in and every ledger in which the next block may open, the chance to count and the
 * part the gap earns. A slot is the ledger that a work sent now or later could land in at best.
 */
final class Outlook {
  private final Horizon horizon;
  private final int slots;
  private final double[][] counts;
  private final double[][] gaps;
  private final BlockView block;
  private final NetworkMeasures network;
  private final long planted;

  Outlook(BlockView block, NetworkMeasures network, Horizon horizon, int slots, long planted) {
    this.block = block;
    this.network = network;
    this.horizon = horizon;
    this.slots = slots;
    this.planted = planted;
    this.counts = new double[slots + 1][];
    this.gaps = new double[slots + 1][];
    for (int slot = 1; slot <= slots; slot++) {
      counts[slot] = new double[horizon.last() + 1];
      gaps[slot] = new double[horizon.last() + 1];
      land(slot, 0, counts[slot], gaps[slot]);
    }
  }

  int slots() {
    return slots;
  }

  /** By ledger of opening: the worth if nothing more is sent. */
  double[] nothing(double worth) {
    double[] worths = new double[horizon.last() + 1];
    java.util.Arrays.fill(worths, worth);
    return worths;
  }

  /**
   * By ledger of opening: the worth with one more work.
   *
   * @param base the worth if it does not count
   * @param rest what zeros and stake earn if it does
   */
  double[] with(double[] base, int slot, double rest) {
    return with(base, counts[slot], gaps[slot], rest);
  }

  /** The same for a work that was sent when so many ledgers fewer had closed. */
  double[] withFlying(double[] base, int ledgersAgo, double rest) {
    double[] count = new double[horizon.last() + 1];
    double[] gap = new double[horizon.last() + 1];
    land(1 - ledgersAgo, ledgersAgo, count, gap);
    return with(base, count, gap, rest);
  }

  /** The expected worth of {@link #with}, without the array. */
  double expectedWith(double[] base, int slot, double rest) {
    double sum = 0;
    double[] count = counts[slot];
    double[] gap = gaps[slot];
    for (int opens = 1; opens <= horizon.last(); opens++) {
      sum +=
          horizon.opensIn(opens)
              * (gap[opens] + count[opens] * rest + (1 - count[opens]) * base[opens]);
    }
    return sum;
  }

  double expected(double[] worths) {
    double sum = 0;
    for (int opens = 1; opens <= horizon.last(); opens++) {
      sum += horizon.opensIn(opens) * worths[opens];
    }
    return sum;
  }

  private static double[] with(double[] base, double[] count, double[] gap, double rest) {
    double[] worths = new double[base.length];
    for (int opens = 1; opens < base.length; opens++) {
      worths[opens] = gap[opens] + count[opens] * rest + (1 - count[opens]) * base[opens];
    }
    return worths;
  }

  /** Fills in a work's chances, given that it has not landed in the first {@code past} ledgers. */
  private void land(int slot, int past, double[] count, double[] gap) {
    Spread landing = network.landing();
    double still = (1 - network.lost()) * landing.beyond(past) + network.lost();
    if (still <= 0) {
      return;
    }
    for (int after = past + 1; after <= landing.largest(); after++) {
      int ledger = slot + after - 1;
      double chance = (1 - network.lost()) * landing.at(after) / still;
      double part = block.gapPart(block.lastLedger() + ledger - planted);
      for (int opens = ledger + 1; opens <= horizon.last(); opens++) {
        count[opens] += chance;
        gap[opens] += chance * part;
      }
    }
  }
}
