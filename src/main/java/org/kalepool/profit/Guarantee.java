package org.kalepool.profit;

import java.math.BigDecimal;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Price;
import org.kalepool.kale.Xlm;

/**
 * What keeps a farmer from coming to be far behind who farms always: a block is left out, or
 * planted without its stake, only as far as that can be paid out of what choosing has saved the
 * farmer until now and a small part of what farming always would have brought, even if it turns out
 * as badly as can be thought. (A policy that may never fall far behind a known one: Wu et al.,
 * Conservative Bandits, 2016.)
 *
 * @param room XLM by which a choice may turn out worse than to plant as wished
 * @param dearest what KALE is reckoned to be worth at worst, once the block is over
 */
public record Guarantee(Xlm room, Price dearest) {
  /**
   * At worst a pail brings so many times what is expected: in a single block the mean error, nearly
   * all of it luck, is 42 %.
   */
  private static final int LUCK = 2;

  /** Percent: no bound. */
  static final double WHOLE = 100;

  /**
   * How a farmer stands beside farming always; XLM as stroops.
   *
   * @param always what farming always would have brought
   * @param behind by how much less it was, negative if more
   * @param risked what choices may cost at worst of which it is not known yet what came
   */
  public record Standing(BigDecimal always, BigDecimal behind, BigDecimal risked) {
    public static final Standing NEW =
        new Standing(BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO);

    /**
     * @param most percent of what farming always would have brought by which one may be behind
     */
    Xlm room(double most) {
      BigDecimal allowed = always.multiply(BigDecimal.valueOf(most / WHOLE));
      BigDecimal room = allowed.subtract(behind).subtract(risked).max(BigDecimal.ZERO);
      return Xlm.ofStroops(room.min(BigDecimal.valueOf(Long.MAX_VALUE)).longValue());
    }
  }

  /**
   * What may still be given up.
   *
   * @param most percent of what farming always would have brought
   */
  public static Guarantee of(Standing standing, double most, Price dearest) {
    return new Guarantee(standing.room(most), dearest);
  }

  /** By how much one thing may turn out worse than the other; XLM, 0 or more. */
  Xlm atWorst(FarmInputs inputs, FarmDecision chosen, FarmDecision wished) {
    return worth(inputs, wished)
        .minus(wished.fees())
        .minus(worth(inputs, chosen))
        .plus(chosen.fees())
        .max(Xlm.ZERO);
  }

  boolean allows(Xlm atWorst) {
    return atWorst.compareTo(room) <= 0;
  }

  private Xlm worth(FarmInputs inputs, FarmDecision decision) {
    Kale reward = decision.reward().times(LUCK);
    return dearest.worth(reward.minus(reward.basisPoints(inputs.shareBasisPoints())));
  }
}
