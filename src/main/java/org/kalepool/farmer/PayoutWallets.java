package org.kalepool.farmer;

import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.kale.Destination;
import org.kalepool.kale.Memo;
import org.kalepool.pooler.Poolers;
import org.kalepool.stellar.Chain;
import org.kalepool.stellar.Holdings;
import org.kalepool.stellar.Signer;
import org.kalepool.stellar.SplitSettings;
import org.kalepool.web.Checks;

/** What can be a payout wallet: nothing can be called back from it, so much is asked of it now. */
@Singleton
final class PayoutWallets {
  private static final String WALLET = "payout_wallet";
  private static final String MEMO = "payout_memo";

  private final Chain chain;
  private final Signer signer;
  private final FarmerRepository farmers;
  private final Poolers poolers;
  private final SplitSettings split;

  PayoutWallets(
      Chain chain, Signer signer, FarmerRepository farmers, Poolers poolers, SplitSettings split) {
    this.chain = chain;
    this.signer = signer;
    this.farmers = farmers;
    this.poolers = poolers;
    this.split = split;
  }

  /** Whether an account is the pool's own, or a pooler's or farmer's that it keeps. */
  boolean isPools(Address payout) {
    return signer.holds(payout)
        || farmers.isCustodial(payout)
        || poolers.all().stream().anyMatch(pooler -> pooler.wallet().equals(payout));
  }

  /** What the network says of it, as far as the account exists. */
  void checkOnChain(Checks checks, Destination payout) {
    Address account = payout.account();
    if (account.isContract()) {
      if (!split.contractId().isPresent()) {
        checks.add(
            WALLET,
            "must be an account (G…), which can receive XLM, not a contract (C…): this pool pays"
                + " out by classic transactions");
      }
      return;
    }
    Holdings held = chain.holdings(List.of(account)).get(account);
    if (held == null) {
      if (payout.isShared()) {
        checks.add(WALLET, "does not exist on the network, as an exchange's address would");
      }
      return;
    }
    if (!payout.isShared() && chain.memoRequired(Set.of(account)).contains(account)) {
      checks.add(MEMO, "is missing: this account takes no payment without a memo (SEP-29)");
    }
    if (payout.isShared() && !held.hasTrustline()) {
      checks.add(WALLET, "takes no KALE: the account has no trustline, so the exchange lists none");
    } else if (!held.authorized()) {
      checks.add(WALLET, "cannot be paid KALE: its issuer has not authorised the trustline");
    }
  }

  /**
   * A payout wallet as columns have it.
   *
   * @param id unsigned
   */
  static Destination destination(
      Address account, @Nullable BigDecimal id, Memo.@Nullable Kind kind, @Nullable String memo) {
    return new Destination(
        account,
        id == null ? null : Long.valueOf(id.toBigIntegerExact().longValue()),
        memo == null || kind == null ? null : new Memo(kind, memo));
  }

  static @Nullable BigDecimal idColumn(Destination payout) {
    Long id = payout.id();
    return id == null ? null : new BigDecimal(Long.toUnsignedString(id));
  }

  static @Nullable String memo(Destination payout) {
    return payout.memo() == null ? null : payout.memo().value();
  }

  static @Nullable String memoType(Destination payout) {
    return payout.memo() == null ? null : payout.memo().kind().name().toLowerCase(Locale.ROOT);
  }
}
