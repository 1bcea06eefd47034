package org.kalepool.lab.sandbox.transaction;

import static org.stellar.sdk.xdr.OperationType.CHANGE_TRUST;
import static org.stellar.sdk.xdr.OperationType.PAYMENT;

import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.lab.sandbox.ledger.CreditAsset;
import org.kalepool.lab.sandbox.ledger.Data;
import org.kalepool.lab.sandbox.ledger.Key;
import org.kalepool.lab.sandbox.ledger.StoredEntry;
import org.kalepool.lab.sandbox.xdr.Val;
import org.kalepool.lab.sandbox.xdr.XdrAddresses;
import org.stellar.sdk.xdr.AssetType;
import org.stellar.sdk.xdr.ChangeTrustOp;
import org.stellar.sdk.xdr.PaymentOp;

/** Payments and trustlines. */
final class AssetOps {
  /** Why an amount could not be taken or given. */
  enum Refusal {
    NONE,
    UNDERFUNDED,
    NO_TRUST,
    NOT_AUTHORIZED,
    LINE_FULL
  }

  private final OpContext op;

  AssetOps(OpContext op) {
    this.op = op;
  }

  OpResult payment(PaymentOp payment) {
    CreditAsset asset = CreditAsset.of(payment.getAsset());
    Address to = XdrAddresses.address(payment.getDestination());
    long amount = payment.getAmount().getInt64();
    if (amount <= 0) {
      return OpResult.of(PAYMENT, -1);
    }
    if (op.state().account(to) == null) {
      return OpResult.of(PAYMENT, -5);
    }
    // the network looks at the receiver first
    Refusal given = to.equals(op.source()) ? Refusal.NONE : give(to, asset, amount);
    if (given != Refusal.NONE) {
      return OpResult.of(PAYMENT, refused(given, -6, -7, -8));
    }
    Refusal taken = to.equals(op.source()) ? Refusal.NONE : take(op.source(), asset, amount);
    if (taken != Refusal.NONE) {
      return OpResult.of(PAYMENT, refused(taken, -3, -4, -2));
    }
    op.emit(
        op.rules()
            .contracts()
            .events()
            .moved(asset, new Val.Addr(op.source()), new Val.Addr(to), amount));
    return OpResult.of(PAYMENT, 0);
  }

  /**
   * The operation's code for a refusal: without a trustline, unauthorised, for want of an amount.
   */
  static int refused(Refusal refusal, int noTrust, int notAuthorized, int amount) {
    return switch (refusal) {
      case NONE -> 0;
      case NO_TRUST -> noTrust;
      case NOT_AUTHORIZED -> notAuthorized;
      case UNDERFUNDED, LINE_FULL -> amount;
    };
  }

  /** Takes from an account what it can spend. */
  Refusal take(Address from, @Nullable CreditAsset asset, long amount) {
    if (asset == null) {
      if (op.spendable(from) < amount) {
        return Refusal.UNDERFUNDED;
      }
      op.put(from, op.account(from).plus(-amount));
      return Refusal.NONE;
    }
    if (asset.issuer().equals(from)) {
      return Refusal.NONE;
    }
    Data.Trust trust = op.state().trust(from, asset);
    if (trust == null) {
      return Refusal.NO_TRUST;
    }
    if (!trust.authorized()) {
      return Refusal.NOT_AUTHORIZED;
    }
    if (trust.balance() < amount) {
      return Refusal.UNDERFUNDED;
    }
    set(from, asset, trust.holding(trust.balance() - amount));
    return Refusal.NONE;
  }

  Refusal give(Address to, @Nullable CreditAsset asset, long amount) {
    if (asset == null) {
      Data.Account account = op.account(to);
      if (account.balance() > Long.MAX_VALUE - amount) {
        return Refusal.LINE_FULL;
      }
      op.put(to, account.plus(amount));
      return Refusal.NONE;
    }
    if (asset.issuer().equals(to)) {
      return Refusal.NONE;
    }
    Data.Trust trust = op.state().trust(to, asset);
    if (trust == null) {
      return Refusal.NO_TRUST;
    }
    if (!trust.authorized()) {
      return Refusal.NOT_AUTHORIZED;
    }
    if (trust.limit() - trust.balance() < amount) {
      return Refusal.LINE_FULL;
    }
    set(to, asset, trust.holding(trust.balance() + amount));
    return Refusal.NONE;
  }

  private void set(Address holder, CreditAsset asset, Data.Trust trust) {
    Key key = new Key.Trust(holder, asset);
    StoredEntry before = op.state().get(key);
    op.state().put(key, before == null ? StoredEntry.classic(trust) : before.with(trust));
  }

  OpResult changeTrust(ChangeTrustOp change) {
    CreditAsset asset = CreditAsset.of(change.getLine());
    long limit = change.getLimit().getInt64();
    if (asset == null
        || limit < 0
        || change.getLine().getDiscriminant() == AssetType.ASSET_TYPE_POOL_SHARE) {
      return OpResult.of(CHANGE_TRUST, -1);
    }
    if (asset.issuer().equals(op.source())) {
      return OpResult.of(CHANGE_TRUST, -5);
    }
    Key key = new Key.Trust(op.source(), asset);
    StoredEntry entry = op.state().get(key);
    return OpResult.of(
        CHANGE_TRUST,
        entry != null && entry.data() instanceof Data.Trust trust
            ? alter(key, entry, trust, limit)
            : open(key, asset, limit));
  }

  private int alter(Key key, StoredEntry entry, Data.Trust trust, long limit) {
    if (limit < trust.balance()) {
      return -3;
    }
    if (limit == 0) {
      op.state().remove(key);
      new Reserves(op).removeSubEntry(op.source(), entry);
    } else {
      op.state().put(key, entry.with(new Data.Trust(trust.balance(), limit, trust.authorized())));
    }
    return 0;
  }

  private int open(Key key, CreditAsset asset, long limit) {
    if (limit == 0) {
      return -3;
    }
    if (op.state().account(asset.issuer()) == null) {
      return -2;
    }
    Reserves reserves = new Reserves(op);
    Address sponsor = reserves.sponsorOf(op.source());
    if (!reserves.addSubEntry(op.source())) {
      return -4;
    }
    op.state().put(key, StoredEntry.classic(new Data.Trust(0, limit)).sponsoredBy(sponsor));
    return 0;
  }
}
