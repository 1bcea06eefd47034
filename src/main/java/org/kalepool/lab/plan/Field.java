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
record Field(double patient) {
  private static final long STROOPS = 10_000_000;

  /** Six in ten are patient: gaps from a few to about fifty ledgers, zeros from 4 to 8 or 9. */
  static final Field MIXED = new Field(0.6);

  List<Rival> block(World world, Timing timing, Luck luck) {
    int count = luck.between(40, 80);
    List<Rival> rivals = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      // One of them has opened the block.
      int plants = i == 0 ? 0 : luck.pick(world.landing());
      rivals.add(rival(world, timing, luck, plants));
    }
    return rivals;
  }

  private Rival rival(World world, Timing timing, Luck luck, int plants) {
    double rate = luck.logUniform(0.02e6, 20e6);
    double kale = luck.chance(0.3) ? 0 : luck.logUniform(1, 5_000);
    BigInteger stake = BigInteger.valueOf((long) (kale * STROOPS));
    boolean waits = luck.chance(patient);
    int difficulty = luck.between(4, 6);
    double sends = waits ? luck.uniform(240, 282) : luck.untilHit(difficulty, rate);
    int zeros = waits ? luck.bestOf(rate * sends) : luck.zerosOfHit(difficulty);
    int lands = landing(timing, Math.max(sends, timing.close(plants))) + luck.pick(world.landing());
    boolean works = !luck.chance(0.03) && lands < timing.opening();
    return new Rival(plants, stake, works ? Math.max(lands, plants + 1) : -1, zeros);
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
