package org.kalepool.lab.plan;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * The other farmers, 40 to 80 in a block. Assumed: some are patient, mine until 240 to 282 s and
 * send their best, the others send their first hash of a difficulty from 4 to 6 at once; hash rates
 * from 0.02 to 20 MH/s; three in ten stake nothing, the others 1 to 5 000 KALE; three in a hundred
 * never work.
 *
 * @param patient the share of the patient ones. With all of them patient, gaps differ by some ten
 *     ledgers only and each is worth five times as much
 */
record OtherFarmers(double patient) {
  private static final long STROOPS = 10_000_000;

  /** Six in ten are patient: gaps from a few to about fifty ledgers, zeros from 4 to 8 or 9. */
  static final OtherFarmers MIXED = new OtherFarmers(0.6);

  List<OtherFarmer> block(NetworkModel model, Timing timing, SeededRandom random) {
    int count = random.between(40, 80);
    List<OtherFarmer> others = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      // One of them has opened the block.
      int plants = i == 0 ? 0 : random.pick(model.landing());
      others.add(other(model, timing, random, plants));
    }
    return others;
  }

  private OtherFarmer other(NetworkModel model, Timing timing, SeededRandom random, int plants) {
    double rate = random.logUniform(0.02e6, 20e6);
    double kale = random.chance(0.3) ? 0 : random.logUniform(1, 5_000);
    BigInteger stake = BigInteger.valueOf((long) (kale * STROOPS));
    boolean waits = random.chance(patient);
    int difficulty = random.between(4, 6);
    double sends = waits ? random.uniform(240, 282) : random.untilHit(difficulty, rate);
    int zeros = waits ? random.bestOf(rate * sends) : random.zerosOfHit(difficulty);
    int lands =
        landing(timing, Math.max(sends, timing.close(plants))) + random.pick(model.landing());
    boolean works = !random.chance(0.03) && lands < timing.opening();
    return new OtherFarmer(plants, stake, works ? Math.max(lands, plants + 1) : -1, zeros);
  }

  /** The newest ledger at this time. */
  private static int landing(Timing timing, double seconds) {
    int ledger = 0;
    while (ledger < timing.opening() && timing.close(ledger + 1) <= seconds) {
      ledger++;
    }
    return ledger;
  }
}
