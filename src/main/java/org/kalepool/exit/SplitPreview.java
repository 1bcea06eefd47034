package org.kalepool.exit;

import jakarta.inject.Singleton;
import java.util.UUID;
import org.kalepool.books.Books;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;

/** What a farmer would be paid, were it to leave now and nothing more earned. */
@Singleton
public final class SplitPreview {
  private final Books books;
  private final SplitContract contract;

  SplitPreview(Books books, SplitContract contract) {
    this.books = books;
    this.contract = contract;
  }

  /** Whether the split contract pays, and the account is closed by the transaction after that. */
  public boolean isByContract() {
    return contract.isOn();
  }

  /**
   * A preview, in stroops. {@code toFarmer + toPooler = custody + staked}.
   *
   * @param custody KALE in the custodial account
   * @param staked KALE in open pails, which is taken to come back, without its rewards
   * @param earned sum of the harvest rewards
   * @param poolerShare the pooler's part of it, by the terms
   * @param owed compensation that the pooler has not paid yet
   * @param toPooler of the farmer's KALE to the pooler
   * @param fromPooler of the pooler's KALE to the farmer
   * @param toFarmer of the farmer's KALE to the payout wallet
   * @param payout what the payout wallet receives from both
   * @param xlm what the account holds, to which the payout's fee still has to be taken
   * @param advanced of that goes to the pooler, for fees that it has paid
   */
  public record Preview(
      long custody,
      long staked,
      long earned,
      long poolerShare,
      long owed,
      long toPooler,
      long fromPooler,
      long toFarmer,
      long payout,
      long xlm,
      long advanced) {}

  /** By the books as they are. */
  public Preview of(UUID farmer) {
    Books.Position now = books.position(farmer);
    Kale all = now.custody().plus(now.staked());
    Split split = Split.of(now.holding(all));
    Xlm advanced = now.advanced().compareTo(now.xlm()) < 0 ? now.advanced() : now.xlm();
    return new Preview(
        now.custody().stroops(),
        now.staked().stroops(),
        split.earned().stroops(),
        split.poolerShare().stroops(),
        split.owed().stroops(),
        split.toPooler().stroops(),
        split.fromPooler().stroops(),
        split.toFarmer().stroops(),
        split.payout().stroops(),
        now.xlm().stroops(),
        advanced.stroops());
  }
}
