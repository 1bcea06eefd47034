package org.kalepool.lab.sandbox.contract;

import java.math.BigInteger;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.lab.sandbox.ledger.Key;
import org.kalepool.lab.sandbox.ledger.StoredEntry;
import org.kalepool.lab.sandbox.xdr.Val;

/** What a contract holds of an asset, for whoever looks at the sandbox from outside. */
public final class HeldByContracts {
  private HeldByContracts() {}

  /** Where an asset's contract keeps what a contract holds. */
  public static Key key(Address asset, Address holder) {
    Val name = Val.list(new Val.Sym("Balance"), new Val.Addr(holder));
    return new Key.Stored(asset, HexFormat.of().formatHex(name.bytes()), false);
  }

  /** The amount in such an entry; empty if there is none. */
  public static Optional<Long> amount(Key key, @Nullable StoredEntry entry) {
    return entry != null
            && AssetStorage.member(ContractBalances.stored(key, entry.data()), "amount")
                instanceof Val.I128(BigInteger amount)
        ? Optional.of(amount.longValueExact())
        : Optional.empty();
  }
}
