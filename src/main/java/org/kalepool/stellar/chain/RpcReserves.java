package org.kalepool.stellar.chain;

import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;
import org.kalepool.stellar.KaleNetwork;
import org.kalepool.stellar.PoolReserves;
import org.kalepool.stellar.rpc.ConfiguredNetwork;
import org.kalepool.stellar.rpc.StellarRpc;
import org.kalepool.stellar.xdr.KaleEntries;
import org.kalepool.stellar.xdr.LedgerKeys;
import org.kalepool.stellar.xdr.LiquidityPools;
import org.kalepool.stellar.xdr.ScVals;
import org.kalepool.stellar.xdr.Xdr;
import org.kalepool.stellar.xdr.XdrException;
import org.stellar.sdk.xdr.LedgerEntry.LedgerEntryData;
import org.stellar.sdk.xdr.LedgerKey;
import org.stellar.sdk.xdr.SCMapEntry;
import org.stellar.sdk.xdr.SCVal;
import org.stellar.sdk.xdr.SCValType;

/** Reads exchanges' reserves through the RPC node. */
@ApplicationScoped
class RpcReserves implements PoolReserves {
  private final StellarRpc rpc;
  private final ConfiguredNetwork settings;

  RpcReserves(StellarRpc rpc, ConfiguredNetwork settings) {
    this.rpc = rpc;
    this.settings = settings;
  }

  @Override
  public Optional<Held> classic(Optional<Hash> pool) {
    KaleNetwork network = settings.network();
    LedgerKey key = LiquidityPools.key(pool.orElseGet(() -> LiquidityPools.idOf(network)));
    EntryReader entries = EntryReader.read(rpc, List.of(key));
    LedgerEntryData data = entries.data(key);
    return Optional.ofNullable(data)
        .map(found -> LiquidityPools.held(found, network, entries.ledger()));
  }

  @Override
  public Optional<Held> pair(Address contract, String kaleKey, String xlmKey) {
    LedgerKey key = LedgerKeys.instance(contract);
    EntryReader entries = EntryReader.read(rpc, List.of(key));
    LedgerEntryData data = entries.data(key);
    if (data == null) {
      return Optional.empty();
    }
    return Optional.of(
        Xdr.understand(
            "the pair " + contract,
            () -> {
              SCVal instance =
                  ScVals.expect(KaleEntries.contractValue(data), SCValType.SCV_CONTRACT_INSTANCE);
              return new Held(
                  Kale.ofStroops(amount(instance, kaleKey)),
                  Xlm.ofStroops(amount(instance, xlmKey)),
                  entries.ledger());
            }));
  }

  private static long amount(SCVal instance, String key) {
    if (instance.getInstance().getStorage() != null) {
      for (SCMapEntry entry : instance.getInstance().getStorage().getSCMap()) {
        if (isNamed(entry.getKey(), key)) {
          BigInteger amount = ScVals.int128(entry.getVal());
          if (amount.signum() < 0 || amount.bitLength() > 63) {
            throw new XdrException("a reserve of " + amount);
          }
          return amount.longValueExact();
        }
      }
    }
    throw new XdrException("it keeps nothing under " + key);
  }

  private static boolean isNamed(SCVal key, String name) {
    return switch (key.getDiscriminant()) {
      case SCV_U32 -> Long.toString(ScVals.uint32(key)).equals(name);
      case SCV_SYMBOL -> ScVals.symbol(key).equals(name);
      case SCV_VEC -> {
        SCVal[] items = key.getVec().getSCVec();
        yield items.length == 1
            && items[0].getDiscriminant() == SCValType.SCV_SYMBOL
            && ScVals.symbol(items[0]).equals(name);
      }
      default -> false;
    };
  }
}
