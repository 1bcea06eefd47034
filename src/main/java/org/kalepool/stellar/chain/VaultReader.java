package org.kalepool.stellar.chain;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;
import org.kalepool.stellar.KaleNetwork;
import org.kalepool.stellar.PoolContracts.VaultState;
import org.kalepool.stellar.RpcException;
import org.kalepool.stellar.rpc.Rpc;
import org.kalepool.stellar.xdr.KaleEntries;
import org.kalepool.stellar.xdr.LedgerKeys;
import org.kalepool.stellar.xdr.ScVals;
import org.kalepool.stellar.xdr.Xdr;
import org.stellar.sdk.xdr.LedgerKey;
import org.stellar.sdk.xdr.SCMapEntry;
import org.stellar.sdk.xdr.SCVal;
import org.stellar.sdk.xdr.SCValType;

/** Reads vaults, and what an asset's contract keeps for contracts. */
final class VaultReader {
  /** By these names a vault keeps what it is made with, and what changes. */
  private static final String TERMS = "t";

  private static final String STATE = "s";

  private VaultReader() {}

  static List<LedgerKey> keys(Address vault, KaleNetwork network) {
    return List.of(LedgerKeys.instance(vault), LedgerKeys.balance(network.assetContract(), vault));
  }

  /**
   * @return null if there is no such contract
   * @throws RpcException if it is another contract
   */
  static @Nullable VaultState read(EntryReader entries, Address vault, KaleNetwork network) {
    Rpc.LedgerEntryResult instance =
        entries.byKey().get(LedgerKeys.text(LedgerKeys.instance(vault)));
    if (instance == null) {
      return null;
    }
    Held held = Held.of(entries, vault, network);
    return Xdr.understand(
        "the vault " + vault,
        () -> {
          Map<String, SCVal> storage = storage(instance);
          SCVal[] terms = items(storage, TERMS, vault);
          SCVal[] state = items(storage, STATE, vault);
          long stopped = number(state[4]);
          return new VaultState(
              ScVals.address(terms[0]),
              ScVals.address(terms[1]),
              Hash.of(ScVals.bytes(terms[4])),
              Math.toIntExact(ScVals.uint32(terms[5])),
              ScVals.uint32(terms[6]),
              Kale.ofStroops(number(state[0])),
              Kale.ofStroops(number(state[1])),
              Kale.ofStroops(number(state[2])),
              Kale.ofStroops(number(state[3])),
              stopped == 0 ? OptionalLong.empty() : OptionalLong.of(stopped),
              number(state[5]) != 0,
              held.amount(),
              Math.min(EntryReader.liveUntil(instance), held.liveUntil()),
              entries.ledger());
        });
  }

  /**
   * What a contract has of KALE.
   *
   * @param authorized whether the asset's issuer lets it pay and be paid
   * @param liveUntil far off if nothing was ever held
   */
  record Held(Kale amount, boolean authorized, long liveUntil) {
    static Held of(EntryReader entries, Address contract, KaleNetwork network) {
      LedgerKey key = LedgerKeys.balance(network.assetContract(), contract);
      Rpc.LedgerEntryResult entry = entries.byKey().get(LedgerKeys.text(key));
      return entry == null
          ? new Held(Kale.ZERO, true, Long.MAX_VALUE)
          : Xdr.understand("the balance of " + contract, () -> read(entry));
    }

    private static Held read(Rpc.LedgerEntryResult entry) {
      Map<String, SCVal> fields =
          ScVals.structure(KaleEntries.contractValue(EntryReader.data(entry)));
      BigInteger amount = ScVals.int128(ScVals.field(fields, "amount"));
      return new Held(
          Kale.ofStroops(amount.min(BigInteger.valueOf(Long.MAX_VALUE)).longValueExact()),
          ScVals.bool(ScVals.field(fields, "authorized")),
          EntryReader.liveUntil(entry));
    }
  }

  private static Map<String, SCVal> storage(Rpc.LedgerEntryResult entry) {
    SCVal instance =
        ScVals.expect(
            KaleEntries.contractValue(EntryReader.data(entry)), SCValType.SCV_CONTRACT_INSTANCE);
    Map<String, SCVal> storage = new HashMap<>();
    if (instance.getInstance().getStorage() != null) {
      for (SCMapEntry stored : instance.getInstance().getStorage().getSCMap()) {
        if (stored.getKey().getDiscriminant() == SCValType.SCV_SYMBOL) {
          storage.put(ScVals.symbol(stored.getKey()), stored.getVal());
        }
      }
    }
    return storage;
  }

  private static SCVal[] items(Map<String, SCVal> storage, String name, Address vault) {
    SCVal value = storage.get(name);
    if (value == null) {
      throw new RpcException(vault + " is another contract: it keeps no " + name);
    }
    return ScVals.items(value);
  }

  private static long number(SCVal value) {
    return ScVals.expect(value, SCValType.SCV_I64).getI64().getInt64();
  }
}
