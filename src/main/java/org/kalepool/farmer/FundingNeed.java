package org.kalepool.farmer;

import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;
import org.kalepool.stellar.Holdings;
import org.kalepool.stellar.NetworkSettings;
import org.kalepool.stellar.NetworkTerms;

/** How much XLM a custodial account needs, and how to ask a wallet for it, or for KALE. */
@Singleton
final class FundingNeed {
  private static final int ACCOUNT_RESERVES = 2;
  private static final int TRUSTLINE_RESERVES = 1;

  private final int blocks;
  private final Xlm classicFees;
  private final Optional<String> passphrase;
  private final Optional<NetworkSettings.Asset> asset;

  FundingNeed(OnboardingSettings settings, NetworkSettings network) {
    this.blocks = settings.feeBlocks();
    this.classicFees = settings.classicFees();
    this.passphrase = network.passphrase();
    this.asset = network.asset();
  }

  /**
   * What a newcomer is asked to send.
   *
   * @param accountReserve locked while the account exists, returned at the end
   * @param trustlineReserve locked while the trustline exists, returned at the end
   * @param classicFees set aside for opening the trustline and for leaving
   * @param feesPerBlock one plant, two works, one harvest
   * @param blocks how many blocks that is enough for
   */
  record Quote(
      Xlm accountReserve, Xlm trustlineReserve, Xlm classicFees, Xlm feesPerBlock, int blocks) {
    Xlm total() {
      return accountReserve
          .plus(trustlineReserve)
          .plus(classicFees)
          .plus(feesPerBlock.times(blocks));
    }
  }

  Quote quote(NetworkTerms terms) {
    return new Quote(
        terms.baseReserve().times(ACCOUNT_RESERVES),
        terms.baseReserve().times(TRUSTLINE_RESERVES),
        classicFees,
        feesPerBlock(terms),
        blocks);
  }

  /**
   * What is missing before the account can take part in one block; zero if nothing. Less than the
   * quote, so that fees that rise after the quote turn nobody away.
   *
   * @param held null if the account does not exist
   */
  Xlm missing(@Nullable Holdings held, NetworkTerms terms) {
    if (held == null) {
      return quote(terms).total();
    }
    Xlm need = classicFees.plus(feesPerBlock(terms));
    if (!held.hasTrustline()) {
      need = need.plus(terms.baseReserve().times(TRUSTLINE_RESERVES));
    }
    return need.minus(held.spendable()).max(Xlm.ZERO);
  }

  /** A payment request as SEP-7 has it, for the wallet's link or QR code. */
  String paymentUri(Address custodial, Xlm amount) {
    String uri =
        "web+stellar:pay?destination="
            + custodial
            + "&amount="
            + new BigDecimal(amount.toString()).stripTrailingZeros().toPlainString()
            + "&msg="
            + encoded("XLM for farming KALE");
    return onNetwork(uri);
  }

  /** The same for KALE to a vault. */
  String depositUri(Address vault, Kale amount) {
    String uri =
        "web+stellar:pay?destination="
            + vault
            + "&amount="
            + new BigDecimal(amount.toString()).stripTrailingZeros().toPlainString()
            + asset
                .map(kale -> "&asset_code=" + kale.code() + "&asset_issuer=" + kale.issuer())
                .orElse("")
            + "&msg="
            + encoded("KALE for farming KALE");
    return onNetwork(uri);
  }

  private String onNetwork(String uri) {
    return passphrase.map(name -> uri + "&network_passphrase=" + encoded(name)).orElse(uri);
  }

  private static Xlm feesPerBlock(NetworkTerms terms) {
    return terms.plantFee().plus(terms.workFee().times(2)).plus(terms.harvestFee());
  }

  /** As RFC 3986 has it: a space is %20, not a plus. */
  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
