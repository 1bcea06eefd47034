package org.kalepool.lab.sandbox.contract;

import java.math.BigInteger;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.lab.sandbox.ledger.CreditAsset;
import org.kalepool.lab.sandbox.ledger.Data;
import org.kalepool.lab.sandbox.ledger.EntryXdr;
import org.kalepool.lab.sandbox.ledger.Key;
import org.kalepool.lab.sandbox.xdr.ScValReader;
import org.kalepool.lab.sandbox.xdr.Val;
import org.kalepool.lab.sandbox.xdr.XdrAddresses;
import org.kalepool.lab.sandbox.xdr.XdrOut;
import org.kalepool.lab.sandbox.xdr.XdrWalk;

/** What contracts hold of an asset: entries of the asset's contract, kept alive by their use. */
final class ContractBalances {
  private static final long DAY = 17_280;
  private static final long LIFE = 30 * DAY;
  private static final BigInteger LARGEST = BigInteger.ONE.shiftLeft(127).subtract(BigInteger.ONE);

  private record Balance(BigInteger amount, boolean authorized, boolean clawback) {
    Val value() {
      return new Val.Fields(
          List.of(
              new Val.Field(new Val.Sym("amount"), new Val.I128(amount)),
              new Val.Field(new Val.Sym("authorized"), new Val.Bool(authorized)),
              new Val.Field(new Val.Sym("clawback"), new Val.Bool(clawback))));
    }
  }

  private final AssetFrame asset;

  ContractBalances(AssetFrame asset) {
    this.asset = asset;
  }

  BigInteger amount(Address holder) {
    Balance balance = read(holder);
    if (balance == null) {
      return BigInteger.ZERO;
    }
    asset.extend(key(holder), LIFE - DAY, LIFE);
    return balance.amount;
  }

  boolean authorized(Address holder) {
    Balance balance = read(holder);
    if (balance == null) {
      demandIssuer();
      return true;
    }
    return balance.authorized;
  }

  void add(Address holder, BigInteger amount) {
    Balance balance = read(holder);
    if (balance == null) {
      demandIssuer();
      balance = new Balance(BigInteger.ZERO, true, false);
    }
    BigInteger after = balance.amount.add(amount);
    if (after.compareTo(LARGEST) > 0) {
      throw asset.fault(AssetFrame.OVERFLOW, "balance overflow in receive_balance");
    }
    write(holder, new Balance(after, balance.authorized, balance.clawback));
  }

  void take(Address holder, BigInteger amount) {
    Balance balance = read(holder);
    if (balance == null) {
      if (amount.signum() > 0) {
        throw asset.fault(
            AssetFrame.BALANCE, "zero balance is not sufficient to spend", new Val.I128(amount));
      }
      return;
    }
    if (balance.amount.compareTo(amount) < 0) {
      throw asset.fault(
          AssetFrame.BALANCE,
          "balance is not sufficient to spend",
          balance.value(),
          new Val.I128(amount));
    }
    BigInteger after = balance.amount.subtract(amount);
    write(holder, new Balance(after, balance.authorized, balance.clawback));
  }

  void authorize(Address holder) {
    Balance balance = read(holder);
    if (balance == null) {
      demandIssuer();
      balance = new Balance(BigInteger.ZERO, true, false);
    }
    write(holder, new Balance(balance.amount, true, balance.clawback));
  }

  void demandClawback(Address holder) {
    Balance balance = read(holder);
    if (balance == null) {
      throw asset.fault(AssetFrame.BALANCE, "no balance to clawback");
    }
    if (!balance.clawback) {
      throw asset.fault(AssetFrame.BALANCE, "balance isn't clawbackable");
    }
  }

  /** Looks at the issuer's flags, of which accounts here have none. */
  void demandIssuer() {
    CreditAsset credit = asset.asset();
    if (credit != null && asset.read(new Key.Account(credit.issuer())) == null) {
      throw asset.fault(
          AssetFrame.ACCOUNT_MISSING, "account entry is missing", new Val.Addr(credit.issuer()));
    }
  }

  private Key key(Address holder) {
    Val name = Val.list(new Val.Sym("Balance"), new Val.Addr(holder));
    return new Key.Stored(asset.host().contract(), HexFormat.of().formatHex(name.bytes()), false);
  }

  private @Nullable Balance read(Address holder) {
    Key key = key(holder);
    Data data = asset.read(key);
    if (data == null) {
      return null;
    }
    Val stored = stored(key, data);
    return AssetStorage.member(stored, "amount") instanceof Val.I128(BigInteger amount)
            && AssetStorage.member(stored, "authorized") instanceof Val.Bool(boolean authorized)
            && AssetStorage.member(stored, "clawback") instanceof Val.Bool(boolean clawback)
        ? new Balance(amount, authorized, clawback)
        : null;
  }

  /** The value of a contract's entry. */
  static Val stored(Key key, Data data) {
    byte[] xdr = EntryXdr.dataBytes(key, data);
    XdrWalk in = new XdrWalk(xdr);
    in.skip(8);
    in.skipAddress();
    in.skipValue();
    in.skip(4);
    int start = in.position();
    in.skipValue();
    return ScValReader.of(in.since(start));
  }

  /** A contract's entry with this value. */
  static Data entry(Address contract, Key.Stored key, Val value) {
    XdrOut out = new XdrOut().int32(6).int32(0);
    XdrAddresses.writeScAddress(out, contract);
    out.raw(HexFormat.of().parseHex(key.name())).int32(key.temporary() ? 0 : 1);
    value.write(out);
    return new Data.Raw(Base64.getEncoder().encodeToString(out.bytes()));
  }

  private void write(Address holder, Balance balance) {
    Key key = key(holder);
    if (key instanceof Key.Stored stored) {
      asset.write(key, entry(asset.host().contract(), stored, balance.value()));
    }
    asset.extend(key, LIFE - DAY, LIFE);
  }
}
