package org.kalepool.profit;

import org.kalepool.kale.Kale;
import org.kalepool.kale.Price;
import org.kalepool.kale.Xlm;

/**
 * What a choice came to, once the block is over and it is known with whom it was shared, beside
 * what it would have been had all of the pool's farmers been planted as they wished: then there
 * would have been more to share it with, so who was planted has more since others were not.
 *
 * @param always what the pail as wished would have been worth to the farmer, fees not taken off
 * @param behind by how much the choice turned out worse, fees reckoned with; negative where better
 */
public record Shortfall(Xlm always, Xlm behind) {
  /**
   * What was chosen.
   *
   * @param wishedParts what a pail as wished was expected to contribute
   * @param parts the same of what was chosen; 0 where that was nothing
   * @param spared fees of the one less those of the other
   * @param shareBasisPoints the pooler's part of a reward, 1/10 000
   */
  public record Made(double wishedParts, double parts, Xlm spared, int shareBasisPoints) {
    /** Parts that were given up. */
    public double missed() {
      return Math.max(wishedParts - parts, 0);
    }
  }

  /**
   * How far a farmer is behind by a block.
   *
   * @param own parts that the pail contributed; 0 without one
   * @param all parts of all pails of the block
   * @param missed parts that were given up by all of the pool's farmers
   * @param pot what the block pays
   * @param price of KALE when it was over
   */
  public static Shortfall of(
      Made made, double own, double all, double missed, Kale pot, Price price) {
    double wished = own + made.missed();
    double everybodys = Math.max(all + missed, wished);
    Xlm had = worth(own, Math.max(all, own), pot, made.shareBasisPoints(), price);
    Xlm always = worth(wished, everybodys, pot, made.shareBasisPoints(), price);
    return new Shortfall(always, always.minus(had).minus(made.spared()));
  }

  private static Xlm worth(double own, double all, Kale pot, int share, Price price) {
    if (own <= 0) {
      return Xlm.ZERO;
    }
    Kale reward = Kale.ofStroops(Math.round(pot.stroops() * (own / all)));
    return price.worth(reward.minus(reward.basisPoints(share)));
  }
}
