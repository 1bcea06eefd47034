package org.kalepool.stellar;

import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;

/**
 * An existing account and its KALE trustline as of one ledger, or a contract's KALE: that has no
 * XLM, sequence number 0, and a balance without limit.
 *
 * @param xlm its native balance
 * @param spendable what of that is above its reserve and selling liabilities
 * @param sequence its current sequence number
 * @param kale balance of the trustline, null if it has none
 * @param kaleLimit the most that the trustline may hold beside what its offers may buy, null if it
 *     has none
 * @param authorized whether the asset's issuer lets the trustline pay and be paid; true if it has
 *     none
 * @param attached what keeps the account from being merged beside its KALE trustline
 */
public record Holdings(
    Address account,
    Xlm xlm,
    Xlm spendable,
    long sequence,
    @Nullable Kale kale,
    @Nullable Kale kaleLimit,
    long ledger,
    boolean authorized,
    Attached attached) {
  /**
   * What an account must get rid of before it can be merged; signers go with it.
   *
   * @param subEntries other trustlines, offers, data entries and shares of liquidity pools, which
   *     count twice
   * @param sponsoring reserves of entries that it pays for others
   */
  public record Attached(long subEntries, long sponsoring) {
    public static final Attached NONE = new Attached(0, 0);
  }

  public Holdings(
      Address account,
      Xlm xlm,
      Xlm spendable,
      long sequence,
      @Nullable Kale kale,
      @Nullable Kale kaleLimit,
      long ledger,
      boolean authorized) {
    this(account, xlm, spendable, sequence, kale, kaleLimit, ledger, authorized, Attached.NONE);
  }

  public Holdings(
      Address account,
      Xlm xlm,
      Xlm spendable,
      long sequence,
      @Nullable Kale kale,
      @Nullable Kale kaleLimit,
      long ledger) {
    this(account, xlm, spendable, sequence, kale, kaleLimit, ledger, true);
  }

  public boolean hasTrustline() {
    return kale != null;
  }

  /** Whether it can be paid this much KALE. */
  public boolean takes(Kale amount) {
    return authorized
        && kale != null
        && kaleLimit != null
        && kaleLimit.minus(kale).compareTo(amount) >= 0;
  }

  /** Whether it can pay this much KALE. */
  public boolean gives(Kale amount) {
    return authorized && kale != null && kale.compareTo(amount) >= 0;
  }

  /** Whether the account was made after this ledger: its sequence number began with its own. */
  public boolean isMadeAfter(long past) {
    return sequence >>> Integer.SIZE > past;
  }
}
