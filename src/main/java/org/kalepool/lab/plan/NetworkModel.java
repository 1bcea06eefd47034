package org.kalepool.lab.plan;

import org.kalepool.work.plan.Spread;

/**
 * What the simulated network does, which no plan knows beforehand.
 *
 * @param ledgerSeconds from one ledger's close to the next one's
 * @param landing ledgers from the newest closed one when a transaction is sent to the one it lands
 *     in
 * @param openingDelay ledgers from the first one that could open the next block to the one that
 *     does
 * @param worksPerLedger how many of the pool's works fit into a ledger; the rest lands later
 */
record NetworkModel(Spread ledgerSeconds, Spread landing, Spread openingDelay, int worksPerLedger) {
  /** Landing 1/2/3 ledgers 60/30/10 %, next block 0/1/2 ledgers late 60/25/15 %. */
  static NetworkModel of(double ledgerSeconds, int worksPerLedger) {
    int whole = (int) Math.floor(ledgerSeconds);
    double[] pace = new double[whole + 2];
    pace[whole] = 1 - (ledgerSeconds - whole);
    pace[whole + 1] = ledgerSeconds - whole;
    return new NetworkModel(
        Spread.of(pace), Spread.of(0, 0.6, 0.3, 0.1), Spread.of(0.6, 0.25, 0.15), worksPerLedger);
  }

  /** The same with a part of the ledgers a second shorter or longer. */
  NetworkModel uneven(double share) {
    if (share == 0) {
      return this;
    }
    double[] pace = new double[ledgerSeconds.largest() + 2];
    for (int seconds = 1; seconds <= ledgerSeconds.largest(); seconds++) {
      double chance = ledgerSeconds.at(seconds);
      pace[seconds] += chance * (1 - share);
      pace[Math.max(seconds - 1, 1)] += chance * share / 2;
      pace[seconds + 1] += chance * share / 2;
    }
    return new NetworkModel(Spread.of(pace), landing, openingDelay, worksPerLedger);
  }

  /** The ledgers of one block. */
  Timing timing(SeededRandom random) {
    int[] closes = new int[400];
    int due = 0;
    for (int ledger = 1; ledger < closes.length; ledger++) {
      closes[ledger] = closes[ledger - 1] + random.pick(ledgerSeconds);
      if (due == 0 && closes[ledger] >= Timing.INTERVAL) {
        due = ledger;
      }
    }
    return new Timing(closes, due, due + random.pick(openingDelay));
  }
}
