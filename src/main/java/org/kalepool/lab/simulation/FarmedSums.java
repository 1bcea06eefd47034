package org.kalepool.lab.simulation;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** How farmers stand beside farming always, over all blocks. */
final class FarmedSums {
  /** Fewer blocks are luck. */
  private static final long ENOUGH = 50;

  /** By so much, of what farming always would have earned, nobody may be worse off. */
  private static final double MOST = 0.01;

  /** Sums of doubles are off by as little. */
  private static final double NOTHING = 1e-9;

  private final Map<UUID, Sum> sums = new LinkedHashMap<>();

  /** XLM, but the blocks. */
  private static final class Sum {
    private double always;
    private double lost;
    private long blocks;
    private long skipped;
  }

  /** A block that is over, by farmer. */
  void add(Map<UUID, AlwaysFarmed.Came> came) {
    came.forEach(
        (farmer, each) -> {
          Sum sum = sums.computeIfAbsent(farmer, _ -> new Sum());
          sum.blocks++;
          sum.always += each.always();
          sum.lost += each.lost();
          sum.skipped += each.skipped() ? 1 : 0;
        });
  }

  /**
   * What it came to.
   *
   * @param farmers with enough blocks to tell
   * @param skipped blocks in which one of all farmers was not planted
   * @param saved what that saved all of them, XLM; negative where it cost
   * @param worst by how much the worst off of those with enough blocks is worse off than with
   *     farming always, in parts of what that would have earned; negative if nobody is
   */
  record Standing(long farmers, long skipped, double saved, double worst) {
    boolean isFair() {
      return worst <= MOST + NOTHING;
    }

    String line() {
      return String.format(
          Locale.ROOT,
          "%d times not planted, %.4f XLM saved; of %d farmers the worst off %+.2f %% against"
              + " farming always%s",
          skipped,
          saved,
          farmers,
          -100 * worst,
          isFair() ? "" : ": NOT FAIR");
    }
  }

  /** Empty where nothing was chosen. */
  Optional<Standing> standing() {
    if (sums.isEmpty()) {
      return Optional.empty();
    }
    long judged = 0;
    long skipped = 0;
    double saved = 0;
    double worst = Double.NEGATIVE_INFINITY;
    for (Sum sum : sums.values()) {
      skipped += sum.skipped;
      saved -= sum.lost;
      if (sum.blocks >= ENOUGH && sum.always > 0) {
        judged++;
        worst = Math.max(worst, sum.lost / sum.always);
      }
    }
    return Optional.of(new Standing(judged, skipped, saved, Double.isFinite(worst) ? worst : -0.0));
  }
}
