package org.kalepool.lab.sandbox.contract;

import java.math.BigInteger;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.lab.sandbox.ledger.Data;
import org.kalepool.lab.sandbox.ledger.Key;
import org.kalepool.lab.sandbox.xdr.Val;

/** What others may spend of somebody's asset, until a ledger that was named. */
final class AssetAllowances {
  private record Allowance(BigInteger amount, long liveUntil) {
    Val value() {
      return new Val.Fields(
          List.of(
              new Val.Field(new Val.Sym("amount"), new Val.I128(amount)),
              new Val.Field(new Val.Sym("live_until_ledger"), new Val.U32(liveUntil))));
    }
  }

  private final AssetFrame asset;

  AssetAllowances(AssetFrame asset) {
    this.asset = asset;
  }

  BigInteger amount(Address from, Address spender) {
    Allowance allowance = read(key(from, spender));
    return allowance == null || allowance.liveUntil < asset.host().ledger().sequence()
        ? BigInteger.ZERO
        : allowance.amount;
  }

  void set(Address from, Address spender, BigInteger amount, long liveUntil) {
    long ledger = asset.host().ledger().sequence();
    long most = ledger + asset.host().ledger().maxTtl() - 1;
    if (liveUntil > most) {
      throw asset.fault(
          AssetFrame.ALLOWANCE,
          "live_until is greater than max_live_until_ledger",
          new Val.U32(liveUntil),
          new Val.U32(most));
    }
    if (amount.signum() > 0 && liveUntil < ledger) {
      throw asset.fault(
          AssetFrame.ALLOWANCE,
          "live_until must be >= ledger sequence",
          new Val.U32(liveUntil),
          new Val.U32(ledger));
    }
    Key.Stored key = key(from, spender);
    Allowance before = read(key);
    if (before == null && amount.signum() <= 0) {
      return;
    }
    Val value = new Allowance(amount, liveUntil).value();
    asset.write(key, ContractBalances.entry(asset.host().contract(), key, value));
    if (amount.signum() > 0 && (before == null || before.liveUntil < liveUntil)) {
      asset.extend(key, liveUntil - ledger, liveUntil - ledger);
    }
  }

  void spend(Address from, Address spender, BigInteger amount) {
    BigInteger allowed = amount(from, spender);
    if (allowed.compareTo(amount) < 0) {
      throw asset.fault(
          AssetFrame.ALLOWANCE,
          "not enough allowance to spend",
          new Val.I128(allowed),
          new Val.I128(amount));
    }
    Allowance before = read(key(from, spender));
    if (amount.signum() > 0 && before != null) {
      set(from, spender, allowed.subtract(amount), before.liveUntil);
    }
  }

  private Key.Stored key(Address from, Address spender) {
    Val who =
        new Val.Fields(
            List.of(
                new Val.Field(new Val.Sym("from"), new Val.Addr(from)),
                new Val.Field(new Val.Sym("spender"), new Val.Addr(spender))));
    Val name = Val.list(new Val.Sym("Allowance"), who);
    return new Key.Stored(asset.host().contract(), HexFormat.of().formatHex(name.bytes()), true);
  }

  private @Nullable Allowance read(Key.Stored key) {
    Data data = asset.read(key);
    if (data == null) {
      return null;
    }
    Val stored = ContractBalances.stored(key, data);
    return AssetStorage.member(stored, "amount") instanceof Val.I128(BigInteger amount)
            && AssetStorage.member(stored, "live_until_ledger") instanceof Val.U32(long until)
        ? new Allowance(amount, until)
        : null;
  }
}
