package org.kalepool.lab.sandbox.contract;

import java.math.BigInteger;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.lab.sandbox.host.HostFault;
import org.kalepool.lab.sandbox.ledger.CreditAsset;
import org.kalepool.lab.sandbox.ledger.Data;
import org.kalepool.lab.sandbox.ledger.Key;
import org.kalepool.lab.sandbox.xdr.Val;

/** What an asset's contract knows of accounts' trustlines and lumens. */
final class AssetHoldings {
  private final AssetFrame asset;
  private final ContractBalances balances;

  AssetHoldings(AssetFrame asset) {
    this.asset = asset;
    this.balances = new ContractBalances(asset);
  }

  BigInteger balance(Address holder) {
    return holder.isAccount() ? BigInteger.valueOf(classic(holder)) : balances.amount(holder);
  }

  private long classic(Address account) {
    CreditAsset credit = asset.asset();
    if (credit == null) {
      return account(account).balance();
    }
    return credit.issuer().equals(account) ? Long.MAX_VALUE : line(account, credit).balance();
  }

  boolean authorized(Address holder) {
    if (!holder.isAccount()) {
      return balances.authorized(holder);
    }
    CreditAsset credit = asset.asset();
    return credit == null || credit.issuer().equals(holder) || line(holder, credit).authorized();
  }

  void receive(Address holder, BigInteger amount) {
    demandAuthorized(holder);
    if (holder.isAccount()) {
      move(holder, bounded(amount, "received amount is too large for an i64"));
    } else {
      balances.add(holder, amount);
    }
  }

  void spend(Address holder, BigInteger amount) {
    demandAuthorized(holder);
    take(holder, amount);
  }

  /** Spends what may not be authorized. */
  void take(Address holder, BigInteger amount) {
    if (holder.isAccount()) {
      move(holder, -bounded(amount, "spent amount is too large for an i64"));
    } else {
      balances.take(holder, amount);
    }
  }

  private void demandAuthorized(Address holder) {
    if (!authorized(holder)) {
      throw asset.fault(AssetFrame.DEAUTHORIZED, "balance is deauthorized");
    }
  }

  private long bounded(BigInteger amount, String otherwise) {
    if (amount.bitLength() > 63) {
      throw asset.fault(AssetFrame.OVERFLOW, otherwise);
    }
    return amount.longValue();
  }

  private void move(Address holder, long amount) {
    CreditAsset credit = asset.asset();
    if (credit == null) {
      moveLumens(holder, amount);
    } else if (!credit.issuer().equals(holder)) {
      Data.Trust line = line(holder, credit);
      asset.write(
          new Key.Trust(holder, credit),
          line.holding(sum(line.balance(), amount, 0, line.limit())));
    }
  }

  private void moveLumens(Address holder, long amount) {
    Key key = new Key.Account(holder);
    long reserve = asset.host().ledger().baseReserve();
    if (asset.read(key) instanceof Data.Account account) {
      long after = sum(account.balance(), amount, account.reserve(reserve), Long.MAX_VALUE);
      asset.write(key, account.plus(after - account.balance()));
      return;
    }
    if (amount <= 0) {
      throw missing(holder);
    }
    if (amount < 2 * reserve) {
      throw asset.fault(
          AssetFrame.RESERVE,
          "transfer amount is below minimum balance for new account",
          new Val.I64(amount),
          new Val.I64(2 * reserve));
    }
    asset.write(key, Data.Account.opened(amount, asset.host().ledger().sequence() << 32));
  }

  private long sum(long balance, long amount, long least, long most) {
    BigInteger after = BigInteger.valueOf(balance).add(BigInteger.valueOf(amount));
    if (after.bitLength() > 63) {
      throw asset.fault(AssetFrame.BALANCE, "resulting balance overflow");
    }
    if (after.longValue() < least || after.longValue() > most) {
      throw asset.fault(
          AssetFrame.BALANCE,
          "resulting balance is not within the allowed range",
          new Val.I64(least),
          new Val.I64(after.longValue()),
          new Val.I64(most));
    }
    return after.longValue();
  }

  private Data.Account account(Address holder) {
    if (asset.read(new Key.Account(holder)) instanceof Data.Account account) {
      return account;
    }
    throw missing(holder);
  }

  private HostFault missing(Address holder) {
    return asset.fault(
        AssetFrame.ACCOUNT_MISSING, "account entry is missing", new Val.Addr(holder));
  }

  private Data.Trust line(Address holder, CreditAsset credit) {
    if (asset.read(new Key.Trust(holder, credit)) instanceof Data.Trust line) {
      return line;
    }
    throw asset.fault(
        AssetFrame.TRUSTLINE_MISSING,
        "trustline entry is missing for account",
        new Val.Addr(holder));
  }

  void demandClawback(Address holder) {
    if (!holder.isAccount()) {
      balances.demandClawback(holder);
      return;
    }
    @Nullable CreditAsset credit = asset.asset();
    if (credit == null) {
      throw asset.fault(AssetFrame.NOT_SUPPORTED, "cannot clawback native asset");
    }
    if (credit.issuer().equals(holder)) {
      throw asset.fault(AssetFrame.NOT_SUPPORTED, "cannot clawback from issuer");
    }
    line(holder, credit);
    // issuers have no flags here, so no trustline is clawbackable
    throw asset.fault(AssetFrame.BALANCE, "trustline isn't clawbackable");
  }

  void authorize(Address holder, boolean authorized) {
    if (!authorized) {
      balances.demandIssuer();
      throw asset.fault(AssetFrame.NOT_SUPPORTED, "issuer does not have AUTH_REVOCABLE set");
    }
    if (!holder.isAccount()) {
      balances.authorize(holder);
      return;
    }
    CreditAsset credit = asset.asset();
    if (credit == null) {
      throw asset.fault(AssetFrame.NOT_SUPPORTED, "expected trustline asset");
    }
    if (credit.issuer().equals(holder)) {
      throw asset.fault(AssetFrame.NOT_SUPPORTED, "issuer doesn't have a trustline");
    }
    Data.Trust line = line(holder, credit);
    if (!line.authorized()) {
      asset.write(
          new Key.Trust(holder, credit), new Data.Trust(line.balance(), line.limit(), true));
    }
  }

  void moved(Address from, Address to, BigInteger amount) {
    Val sum = new Val.I128(amount);
    if (!from.equals(to) && asset.isIssuer(from)) {
      asset.event("mint", List.of(new Val.Addr(to)), sum);
    } else if (!from.equals(to) && asset.isIssuer(to)) {
      asset.event("burn", List.of(new Val.Addr(from)), sum);
    } else {
      asset.event("transfer", List.of(new Val.Addr(from), new Val.Addr(to)), sum);
    }
  }
}
