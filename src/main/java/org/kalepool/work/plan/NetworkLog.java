package org.kalepool.work.plan;

import java.util.HashMap;
import java.util.Map;

/**
 * Counts how the network behaves and turns the counts into {@link NetworkMeasures}: what is assumed
 * beforehand weighs less the more has been seen, and what was seen fades from block to block, by
 * half in some twenty blocks. Not safe for use by several threads at once.
 */
public final class NetworkLog {
  private static final double FADING = 0.966;
  private static final int LONGEST = 60;

  /** After this many ledgers their pace is known better than any assumption. */
  private static final double ENOUGH_LEDGERS = 50;

  /** What is assumed of landings and openings counts as much as this many that were seen. */
  private static final double PRIOR_COUNT = 10;

  /** Fewer works in a ledger say nothing about its room. */
  private static final int FEW = 10;

  private final double[] ledgerSeconds = new double[LONGEST + 1];
  private final double[] landing = new double[LONGEST + 1];
  private final double[] openingDelay = new double[LONGEST + 1];
  private final double[] earlyOpeningDelay = new double[LONGEST + 1];
  private double landed;
  private double lost;
  private long lastLedger = -1;
  private long lastClose;
  private final Map<Long, Integer> took = new HashMap<>();
  private final Map<Long, Integer> left = new HashMap<>();
  private int worksPerLedger = NetworkMeasures.WORKS_PER_LEDGER;

  /**
   * A ledger was seen; those that were skipped are taken to have been evenly spaced.
   *
   * @param closeTime Unix seconds
   */
  public void ledgerClosed(long sequence, long closeTime) {
    long ledgers = sequence - lastLedger;
    long seconds = closeTime - lastClose;
    if (lastLedger >= 0 && ledgers > 0 && seconds >= ledgers && ledgers <= LONGEST) {
      long shorter = seconds / ledgers;
      long longerOnes = seconds % ledgers;
      count(ledgerSeconds, shorter, ledgers - longerOnes);
      count(ledgerSeconds, shorter + 1, longerOnes);
    }
    if (ledgers > 0) {
      lastLedger = sequence;
      lastClose = closeTime;
    }
  }

  /**
   * A work of the pool landed, whether or not the contract accepted it.
   *
   * @param ledgers from the newest ledger known when it was sent to the one it landed in
   */
  public void workLanded(long ledgers) {
    count(landing, Math.max(ledgers, 1), 1);
    landed++;
  }

  /** A work of the pool that was sent can no longer land. */
  public void workLost() {
    lost++;
  }

  /**
   * A work of the pool landed that was sent when this ledger was the newest.
   *
   * @param sent the newest ledger known when it was sent
   * @param ledger the one it landed in
   */
  public void workLanded(long sent, long ledger) {
    workLanded(ledger - sent);
    took.merge(ledger, 1, Integer::sum);
    long first = Math.max(sent + 1, ledger - LONGEST);
    for (long passed = first; passed < ledger; passed++) {
      left.merge(passed, 1, Integer::sum);
    }
  }

  /**
   * What ledgers of the last block took of ours. One that left out at least as many as it took was
   * full, or came while more was sent than this pool can: so many are planned for one, at once if
   * they are more than was planned. One that took more than was planned tells that there is room.
   */
  private void learnCapacity() {
    int[] full =
        took.entrySet().stream()
            .filter(it -> it.getValue() >= FEW)
            .filter(it -> left.getOrDefault(it.getKey(), 0) >= it.getValue())
            .mapToInt(Map.Entry::getValue)
            .sorted()
            .toArray();
    int most = took.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    if (full.length > 0) {
      int usual = full[full.length / 2];
      capacity(Math.max(usual, (worksPerLedger + usual + 1) / 2));
    } else if (most > worksPerLedger) {
      capacity(most);
    }
    took.clear();
    left.clear();
  }

  /**
   * The next block opened. Ends a block: what was counted before fades.
   *
   * @param ledgersLate ledgers between the first one that closed 300 s or more after the opening
   *     and the one that opened the next block; 0 if it was the first
   * @param early whether the pool's own plants were to open it in the first: such blocks say
   *     nothing of others, nor others of them
   */
  public void blockOpened(long ledgersLate, boolean early) {
    learnCapacity();
    for (int number = 0; number <= LONGEST; number++) {
      ledgerSeconds[number] *= FADING;
      landing[number] *= FADING;
      openingDelay[number] *= FADING;
      earlyOpeningDelay[number] *= FADING;
    }
    landed *= FADING;
    lost *= FADING;
    count(early ? earlyOpeningDelay : openingDelay, ledgersLate, 1);
  }

  /** How many of the pool's works a ledger takes. */
  public void capacity(int works) {
    worksPerLedger = Math.max(works, 1);
  }

  /**
   * What is known by now.
   *
   * @param early whether the pool's own plants are to open the next block in the first ledger that
   *     can; until it was seen how that goes they are taken to be there
   */
  public NetworkMeasures measures(boolean early) {
    NetworkMeasures prior = NetworkMeasures.prior();
    double ledgers = sum(ledgerSeconds);
    double paceWeight = Math.max(1 - ledgers / ENOUGH_LEDGERS, 0) * PRIOR_COUNT;
    return new NetworkMeasures(
        mixed(ledgerSeconds, prior.ledgerSeconds(), paceWeight),
        mixed(landing, prior.landing(), PRIOR_COUNT),
        early
            ? mixed(earlyOpeningDelay, Spread.always(0), PRIOR_COUNT)
            : mixed(openingDelay, prior.openingDelay(), PRIOR_COUNT),
        (lost + prior.lost() * PRIOR_COUNT) / (landed + lost + PRIOR_COUNT),
        worksPerLedger);
  }

  private static void count(double[] counts, long number, double times) {
    counts[(int) Math.clamp(number, 0, LONGEST)] += times;
  }

  private static double sum(double[] counts) {
    double sum = 0;
    for (double count : counts) {
      sum += count;
    }
    return sum;
  }

  private static Spread mixed(double[] counts, Spread prior, double weight) {
    double[] weights = counts.clone();
    for (int number = 0; number <= LONGEST; number++) {
      weights[number] += weight * prior.at(number);
    }
    return Spread.of(weights);
  }
}
