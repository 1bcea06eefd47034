package org.kalepool.pages;

import org.jspecify.annotations.Nullable;
import org.kalepool.farmer.FarmerAnswer;
import org.kalepool.farmer.FundingAnswer;
import org.kalepool.farmer.Registered;

/**
 * What a newcomer still has to send.
 *
 * @param seen null while the network cannot be asked
 * @param quote what was to be sent in all, null while the network cannot be asked
 * @param qr the link to pay, to be scanned; null if nothing is missing
 */
public record FundingView(
    FarmerAnswer farmer,
    @Nullable FundingAnswer seen,
    Registered.@Nullable Funding quote,
    @Nullable QrCode qr,
    @Nullable String note,
    String csrf) {
  /** Whether it is KALE for a vault, and not XLM for an account. */
  public boolean vault() {
    return farmer.vault() != null;
  }

  /** What is to be sent. */
  public String unit() {
    return vault() ? "KALE" : "XLM";
  }

  /** What has come, stroops. */
  public long come() {
    if (seen == null) {
      return 0;
    }
    Long kale = seen.kale();
    return vault() ? kale == null ? 0 : kale : seen.xlm();
  }

  /** What is still to be sent, stroops. */
  public long missing() {
    return seen == null ? 0 : vault() ? seen.missingKale() : seen.missingXlm();
  }

  /** What makes it complete, stroops. */
  public long wanted() {
    return come() + missing();
  }

  /** Whether enough has come. */
  public boolean paid() {
    return seen != null && missing() == 0;
  }
}
