package org.kalepool.work.plan;

import java.util.Collection;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.kalepool.block.Turn;
import org.kalepool.kale.Block;

/**
 * Which farmer a hashing thread serves next, and how many zeros it looks for: the lowest max(level,
 * block.min_zeros) first, up to the block's max_zeros.
 *
 * <p>Why this is optimal: a hash has at least z zeros with probability 16<sup>−z</sup>, whoever it
 * is for, and zeros between the block's min_zeros and max_zeros all earn the same. So one hash
 * spent on a farmer with v = max(level, min) raises its scored zeros by 16<sup>−(v+1)</sup> + … +
 * 16<sup>−max</sup> on average, most where v is lowest. Searches have no memory: leaving one and
 * taking it up again loses nothing, among equals the order does not matter, and neither the hash
 * rate, nor the number of farmers, nor the time left enters. Below min_zeros nothing is earned
 * until min_zeros is passed, hence the max; there too the hashes found on the way are worth having
 * (any work saves the stake), and looking for them costs no chance of a better one.
 *
 * <p>Choosing scans all candidates once: about a microsecond for a thousand, a few times for each
 * farmer and block.
 *
 * @param block the block's index; only the order among equals depends on it, so that no farmer is
 *     the last in every block
 * @param minZeros the block's min_zeros
 * @param maxZeros the block's max_zeros; more earns nothing
 * @param pastMax whether to go on nevertheless
 */
public record WorkPlan(long block, int minZeros, int maxZeros, boolean pastMax) {
  /** A first hash is looked for with as many zeros: shorter searches cost more than they take. */
  static final int FIRST_TARGET = 3;

  /** Before everybody who has a hash: without one there is nothing to send at all. */
  private static final double NOTHING_YET = Double.NEGATIVE_INFINITY;

  private static final int ALL_DIGITS = 64;

  /**
   * @throws IllegalArgumentException if the limits are not those of a block
   */
  public WorkPlan {
    if (minZeros < 0 || maxZeros < minZeros || maxZeros > ALL_DIGITS) {
      throw new IllegalArgumentException("zeros from " + minZeros + " to " + maxZeros);
    }
  }

  /** The plan for a block as the contract stores it under {@code Block(index)}. */
  public static WorkPlan of(long index, Block block, boolean pastMax) {
    int max = (int) Math.clamp(block.maxZeros(), 0, ALL_DIGITS);
    return new WorkPlan(index, (int) Math.clamp(block.minZeros(), 0, max), max, pastMax);
  }

  /** The decision for a thread that is free. */
  public <F> WorkDecision<F> next(Collection<Candidate<F>> candidates) {
    return next(candidates, null);
  }

  /**
   * The decision for a thread that mines for {@code current} (its {@code threads} counts this one):
   * it stays there as long as nobody needs it more.
   */
  public <F> WorkDecision<F> next(Collection<Candidate<F>> candidates, @Nullable F current) {
    @Nullable Candidate<F> best = null;
    for (Candidate<F> candidate : candidates) {
      if (open(candidate) && (best == null || before(candidate, best, current))) {
        best = candidate;
      }
    }
    return best == null
        ? new WorkDecision.Done<>()
        : new WorkDecision.Mine<>(best.farmer(), target(best.level()));
  }

  /**
   * By how much one more hash, spent by this plan, raises the sum of the scored zeros: times the
   * hash rate and divided by the number of farmers it is {@link BlockView#zerosPerSecond}.
   */
  public <F> double gainOfNextHash(Collection<Candidate<F>> candidates) {
    int lowest = maxZeros;
    for (Candidate<F> candidate : candidates) {
      if (open(candidate)) {
        lowest = Math.min(lowest, Math.max(candidate.level(), minZeros));
      }
    }
    return Forecast.gainOfOneHash(lowest, maxZeros);
  }

  /** The number of zeros to look for at this level: the level is raised by one or more. */
  public int target(int level) {
    return Math.min(Math.max(level + 1, FIRST_TARGET), ceiling());
  }

  /** Whether a farmer at this level has all the zeros that the plan would look for. */
  public boolean reached(int level) {
    return level >= ceiling();
  }

  private int ceiling() {
    return pastMax ? ALL_DIGITS : maxZeros;
  }

  private boolean open(Candidate<?> candidate) {
    return candidate.minable() && !reached(candidate.level());
  }

  private <F> boolean before(Candidate<F> a, Candidate<F> b, @Nullable F current) {
    int byNeed = Double.compare(need(a), need(b));
    if (byNeed != 0) {
      return byNeed < 0;
    }
    // Where nobody has a hash yet, the lead has not been counted.
    int byLead = Double.compare(b.lead(), a.lead());
    if (byLead != 0) {
      return byLead < 0;
    }
    if (current != null && !Objects.equals(a.farmer(), b.farmer())) {
      if (a.farmer().equals(current)) {
        return true;
      }
      if (b.farmer().equals(current)) {
        return false;
      }
    }
    // Threads on different farmers never find what another one has just made worthless.
    if (a.threads() != b.threads()) {
      return a.threads() < b.threads();
    }
    return a.level() != b.level()
        ? a.level() < b.level()
        : Turn.of(block, a.order()) < Turn.of(block, b.order());
  }

  private double need(Candidate<?> candidate) {
    return candidate.level() < 0
        ? NOTHING_YET
        : Math.max(candidate.level(), minZeros) - candidate.lead();
  }
}
