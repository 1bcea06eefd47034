package org.kalepool.lab.plan;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.kalepool.kale.Block;
import org.kalepool.kale.Hash;
import org.kalepool.work.plan.SubmissionSettings;

/**
 * Pools of the same size and hash rate that spend it differently, each farming its own chain of
 * blocks from the same start: the others, the ledgers' pace and the openings are the same for all,
 * while each leaves its own limits to its next block.
 *
 * @param model the network
 * @param field the others
 * @param farmers the pool's
 * @param rate hashes a second
 * @param blocks how many are counted, after some that are not
 */
record Match(
    NetworkModel model, OtherFarmers field, int farmers, double rate, int blocks, long seed) {
  /** At the start the limits are made up; after so many blocks they are not any more. */
  static final int WARM_UP = 20;

  /** A block of August 2025; the reward depends on nothing else of it. */
  static final long FIRST_BLOCK = 80_000;

  private static final long[] STAKES = {0, 50, 200, 1_000};
  private static final BigInteger STROOPS = BigInteger.valueOf(10_000_000);

  static final int TIMING = 1;
  static final int FIELD = 2;
  static final int PLANTS = 3;
  static final int HASHES = 4;
  static final int TRANSACTIONS = 5;

  /** What one plan reached, block by block. */
  record Result(String plan, List<Score> scores) {
    Score mean() {
      return Score.mean(scores);
    }

    Estimate ofD1S() {
      return Estimate.ratio(scores, Score::contribution, Score::d1s);
    }

    Estimate ofD1() {
      return Estimate.ratio(scores, Score::contribution, Score::d1);
    }
  }

  /** Plays all three plans, the pool's own first. */
  List<Result> play(SubmissionSettings settings, LongConsumer progress) {
    List<Supplier<Strategy>> plans =
        List.of(
            () -> new Planned(settings, model.worksPerLedger()),
            EqualShares::new,
            OneAfterAnother::new);
    List<Result> results = new ArrayList<>();
    for (Supplier<Strategy> plan : plans) {
      results.add(play(plan.get(), progress));
    }
    return results;
  }

  Result play(Strategy strategy, LongConsumer progress) {
    Bounds bounds = new Bounds(model);
    List<Score> scores = new ArrayList<>(blocks);
    Block block = start();
    for (int number = -WARM_UP; number < blocks; number++) {
      Timing timing = model.timing(SeededRandom.of(seed, number, TIMING));
      List<OtherFarmer> others = field.block(model, timing, SeededRandom.of(seed, number, FIELD));
      BlockRun run =
          new BlockRun(
              FIRST_BLOCK + number,
              block,
              model,
              timing,
              rate,
              pool(SeededRandom.of(seed, number, PLANTS)),
              SeededRandom.of(seed, number, HASHES),
              SeededRandom.of(seed, number, TRANSACTIONS));
      Tally tally = run.play(strategy, others);
      if (number >= 0) {
        scores.add(Score.of(run, tally.closed(), bounds));
      }
      block = tally.next(block.timestamp() + timing.duration());
      progress.accept(number);
    }
    return new Result(strategy.name(), scores);
  }

  /** A quarter each stakes nothing, 50, 200 and 1 000 KALE; plants are sent at the opening. */
  List<PoolFarmer> pool(SeededRandom random) {
    List<PoolFarmer> pool = new ArrayList<>(farmers);
    for (int number = 0; number < farmers; number++) {
      long kale = farmers == 1 ? STAKES[2] : STAKES[number % STAKES.length];
      BigInteger stake = BigInteger.valueOf(kale).multiply(STROOPS);
      pool.add(new PoolFarmer(number, random.pick(model.landing()), stake));
    }
    return pool;
  }

  static Block start() {
    return new Block(
        0,
        2,
        BigInteger.ZERO,
        4,
        52,
        BigInteger.valueOf(5_000).multiply(STROOPS),
        8,
        Hash.ZERO,
        BigInteger.ZERO,
        BigInteger.ZERO);
  }
}
