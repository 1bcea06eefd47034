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
  /** XLM that has come, stroops. */
  public long come() {
    return seen == null ? 0 : seen.xlm();
  }

  /** XLM that makes it complete, stroops. */
  public long wanted() {
    return seen == null ? 0 : seen.xlm() + seen.missingXlm();
  }

  /** Whether enough has come. */
  public boolean paid() {
    return seen != null && seen.missingXlm() == 0;
  }
}
