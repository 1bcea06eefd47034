package org.kalepool.lab.plan;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import org.kalepool.kale.Block;
import org.kalepool.plant.LedgerLengths;
import org.kalepool.work.plan.SubmissionSettings;

/**
 * A pool that plants once it has seen a ledger in which the next block could be opened, and the
 * same pool sending its plants a ledger before, by its own rule, so that they land in that ledger.
 * Whoever plants first opens the block, the others' openings being the same for both.
 */
final class OpeningMatch {
  private final Match match;
  private final SubmissionSettings settings;

  OpeningMatch(Match match, SubmissionSettings settings) {
    this.match = match;
    this.settings = settings;
  }

  /**
   * What came of a way to plant, for one farmer and block.
   *
   * @param kale the reward, without the stake
   * @param behind ledgers from the one that opened the block to the plant's
   * @param opening the part of the plants that were in that very ledger
   * @param early the part of the blocks for which plants were sent before
   * @param failed early plants that came too soon
   * @param forfeited stakes that were never worked, KALE
   */
  record Way(
      double kale, double behind, double opening, double early, double failed, double forfeited) {}

  /**
   * When the pool's plants of a block land, the ledgers counted from the block before's opening.
   */
  private record Landings(int[] at, int failed, boolean early) {
    int first() {
      int first = Integer.MAX_VALUE;
      for (int ledger : at) {
        first = Math.min(first, ledger);
      }
      return first;
    }
  }

  /**
   * Plays all blocks.
   *
   * @param early whether plants are sent before the block is open
   */
  Way play(boolean early, LongConsumer progress) {
    int farmers = match.farmers();
    Planned plan = new Planned(settings, match.model().worksPerLedger());
    LedgerLengths lengths = new LedgerLengths();
    Bounds bounds = new Bounds(match.model());
    List<Score> scores = new ArrayList<>();
    Block block = Match.start();
    int[] planted = new int[farmers];
    long behind = 0;
    long opening = 0;
    long failed = 0;
    long sentEarly = 0;
    for (int number = -Match.WARM_UP; number < match.blocks(); number++) {
      Timing others = match.model().timing(random(number, Match.TIMING));
      plan.early(early && lengths.areRegular());
      Landings next = landings(others, lengths, early, number);
      Timing timing =
          new Timing(others.closes(), others.due(), Math.min(others.opening(), next.first()));
      BlockRun run =
          new BlockRun(
              Match.FIRST_BLOCK + number,
              block,
              match.model(),
              timing,
              match.rate(),
              pool(planted),
              random(number, Match.HASHES),
              random(number, Match.TRANSACTIONS));
      Tally tally =
          run.play(plan, match.field().block(match.model(), timing, random(number, Match.FIELD)));
      for (int farmer = 0; farmer < farmers; farmer++) {
        planted[farmer] = next.at()[farmer] - timing.opening();
      }
      if (number >= 0) {
        scores.add(Score.of(run, tally.closed(), bounds));
        for (int late : planted) {
          behind += late;
          opening += late == 0 ? 1 : 0;
        }
        failed += next.failed();
        sentEarly += next.early() ? 1 : 0;
      }
      block = tally.next(block.timestamp() + timing.duration());
      progress.accept(number);
    }
    double plants = (double) farmers * match.blocks();
    Score mean = Score.mean(scores);
    return new Way(
        mean.kale(),
        behind / plants,
        opening / plants,
        (double) sentEarly / match.blocks(),
        failed / plants,
        mean.forfeited());
  }

  private SeededRandom random(int number, int purpose) {
    return SeededRandom.of(match.seed(), number, purpose);
  }

  private List<PoolFarmer> pool(int[] planted) {
    List<PoolFarmer> pool = new ArrayList<>();
    for (PoolFarmer farmer : match.pool(random(0, Match.PLANTS))) {
      BigInteger stake = farmer.stake;
      pool.add(new PoolFarmer(farmer.number, planted[farmer.number], stake));
    }
    return pool;
  }

  private Landings landings(Timing timing, LedgerLengths lengths, boolean early, int number) {
    SeededRandom random = random(number, Match.PLANTS);
    int sent = sentAt(timing, lengths);
    Map<Integer, Integer> taken = new HashMap<>();
    int[] at = new int[match.farmers()];
    int failed = 0;
    for (int farmer = 0; farmer < at.length; farmer++) {
      int takes = random.pick(match.model().landing());
      int again = random.pick(match.model().landing());
      int lands = (early ? sent : timing.due()) + takes;
      if (lands < timing.due()) {
        failed++;
        lands = timing.due() + again;
      }
      while (taken.getOrDefault(lands, 0) >= match.model().worksPerLedger()) {
        lands++;
      }
      taken.merge(lands, 1, Integer::sum);
      at[farmer] = lands;
    }
    return new Landings(at, failed, early && sent < timing.due());
  }

  /** The newest ledger when early plants are sent: the one before, if that is sure enough. */
  private static int sentAt(Timing timing, LedgerLengths lengths) {
    int sent = timing.due();
    for (int ledger = 0; ledger < timing.due(); ledger++) {
      if (sent == timing.due() && lengths.isAtLeast(Timing.INTERVAL - timing.close(ledger))) {
        sent = ledger;
      }
      lengths.add(timing.close(ledger + 1) - timing.close(ledger));
    }
    return sent;
  }
}
