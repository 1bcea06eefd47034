package org.kalepool.farmer;

import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.kale.Destination;
import org.kalepool.kale.Memo;
import org.kalepool.stellar.Chain;
import org.kalepool.stellar.Holdings;
import org.kalepool.web.Checks;

/** What can be a payout wallet: it cannot be changed later, so much is asked of it now. */
@Singleton
final class PayoutWallets {
  private static final String WALLET = "payout_wallet";
  private static final String MEMO = "payout_memo";

  private final Chain chain;

  PayoutWallets(Chain chain) {
    this.chain = chain;
  }

  /** The destination that a request names; empty if something of it was found wrong. */
  Optional<Destination> read(Checks checks, RegisterRequest request) {
    Optional<Memo> memo = readMemo(checks, request);
    String wallet = request.payoutWallet();
    if (wallet == null || !wallet.startsWith("M")) {
      return checks
          .account(WALLET, wallet)
          .map(account -> new Destination(account, null, memo.orElse(null)));
    }
    if (memo.isPresent()) {
      checks.add(MEMO, "must be left out with a muxed address (M…), which has a number instead");
      return Optional.empty();
    }
    try {
      return Optional.of(Destination.of(wallet, null));
    } catch (IllegalArgumentException e) {
      checks.add(WALLET, "is no valid muxed address (M…): " + e.getMessage());
      return Optional.empty();
    }
  }

  private static Optional<Memo> readMemo(Checks checks, RegisterRequest request) {
    String memo = request.payoutMemo();
    String type = request.payoutMemoType();
    if (memo == null) {
      if (type != null) {
        checks.add(MEMO, "is missing");
      }
      return Optional.empty();
    }
    Memo.Kind kind;
    try {
      kind = type == null ? Memo.Kind.TEXT : Memo.Kind.of(type);
    } catch (IllegalArgumentException e) {
      checks.add("payout_memo_type", String.valueOf(e.getMessage()));
      return Optional.empty();
    }
    try {
      return Optional.of(new Memo(kind, memo));
    } catch (IllegalArgumentException e) {
      checks.add(MEMO, "is not valid: " + e.getMessage());
      return Optional.empty();
    }
  }

  /** What the network says of it, as far as the account exists. */
  void checkOnChain(Checks checks, Destination payout) {
    Address account = payout.account();
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

  static @Nullable BigDecimal idColumn(Destination payout) {
    Long id = payout.id();
    return id == null ? null : new BigDecimal(Long.toUnsignedString(id));
  }

  static @Nullable String kindColumn(Destination payout) {
    return payout.memo() == null ? null : payout.memo().kind().name();
  }

  static @Nullable String memo(Destination payout) {
    return payout.memo() == null ? null : payout.memo().value();
  }

  static @Nullable String memoType(Destination payout) {
    return payout.memo() == null ? null : payout.memo().kind().name().toLowerCase(Locale.ROOT);
  }
}
