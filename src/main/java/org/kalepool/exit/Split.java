package org.kalepool.exit;

import org.kalepool.books.Books.Position;
import org.kalepool.kale.Kale;

/**
 * Who gets what of a leaving farmer's KALE (docs/adr/0008). All of the custodial KALE is given out:
 * {@code toPooler + toFarmer + withheld} is the custody, to the stroop.
 *
 * @param earned sum of the harvest rewards
 * @param poolerShare the pooler's part of it: floor(earned × basis points / 10 000), once for all
 *     that was earned under the same terms
 * @param owed compensation that the pooler has not paid yet
 * @param toPooler from the custodial account to the pooler's wallet
 * @param fromPooler from the pooler's wallet to the farmer: what the share does not cover of the
 *     compensation
 * @param toFarmer from the custodial account to the payout wallet
 * @param debt what the pooler cannot pay now of the compensation and owes on
 * @param withheld what the pooler's wallet cannot take now of its share, so that it stays in
 *     custody
 */
record Split(
    Kale earned,
    Kale poolerShare,
    Kale owed,
    Kale toPooler,
    Kale fromPooler,
    Kale toFarmer,
    Kale debt,
    Kale withheld) {

  /** The same, with what the pooler was to pay left as its debt. */
  Split deferred() {
    return new Split(
        earned, poolerShare, owed, toPooler, Kale.ZERO, toFarmer, debt.plus(fromPooler), withheld);
  }

  /** The same, with what the pooler was to get kept for it. */
  Split keptForPooler() {
    return new Split(
        earned, poolerShare, owed, Kale.ZERO, fromPooler, toFarmer, debt, withheld.plus(toPooler));
  }

  /** What the payout wallet receives from both sides. */
  Kale payout() {
    return toFarmer.plus(fromPooler);
  }

  /**
   * The split of what the books hold for a farmer.
   *
   * <p>The farmer pays its pooler no more than there is: a share that forfeited stakes have eaten
   * into is cut to the custody.
   *
   * @throws IllegalArgumentException if a sum that cannot be negative is
   */
  static Split of(Position position) {
    return of(position, position.owed());
  }

  /** The same, were this owed. */
  static Split of(Position position, Kale owed) {
    Kale custody = position.custody();
    Kale share = position.share();
    if (custody.isNegative() || share.isNegative() || owed.isNegative()) {
      throw new IllegalArgumentException("the books hold a negative sum: " + position);
    }
    Kale toPooler = share.minus(owed).max(Kale.ZERO).min(custody);
    Kale fromPooler = owed.minus(share).max(Kale.ZERO);
    return new Split(
        position.earned(),
        share,
        owed,
        toPooler,
        fromPooler,
        custody.minus(toPooler),
        Kale.ZERO,
        Kale.ZERO);
  }
}
