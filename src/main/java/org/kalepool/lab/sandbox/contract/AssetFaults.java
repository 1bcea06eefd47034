package org.kalepool.lab.sandbox.contract;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.kale.ContractException;
import org.kalepool.kale.Trustline;
import org.kalepool.lab.sandbox.xdr.Val;

/** What the asset's contract writes into the event log when it refuses. */
final class AssetFaults {
  private AssetFaults() {}

  static Val detail(
      ContractException refusal,
      String function,
      Address holder,
      @Nullable Trustline line,
      BigInteger amount) {
    if (line == null) {
      return Val.list(new Val.Str("trustline entry is missing for account"), new Val.Addr(holder));
    }
    if (amount.bitLength() > 63) {
      return Val.list(new Val.Str("amount is too large to fit in i64"), new Val.I128(amount));
    }
    BigInteger balance = BigInteger.valueOf(line.balance().stroops());
    BigInteger after = function.equals("burn") ? balance.subtract(amount) : balance.add(amount);
    return refusal.raisedByAsset()
        ? Val.list(
            new Val.Str("resulting balance is not within the allowed range"),
            new Val.I64(0),
            new Val.I64(after.longValue()),
            new Val.I64(line.limit().stroops()))
        : Val.none();
  }
}
