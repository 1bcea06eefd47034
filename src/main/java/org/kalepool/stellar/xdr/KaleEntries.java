package org.kalepool.stellar.xdr;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import org.kalepool.kale.Address;
import org.kalepool.kale.Block;
import org.kalepool.kale.Farm;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Pail;
import org.stellar.sdk.xdr.LedgerEntry.LedgerEntryData;
import org.stellar.sdk.xdr.LedgerEntryType;
import org.stellar.sdk.xdr.SCMapEntry;
import org.stellar.sdk.xdr.SCVal;
import org.stellar.sdk.xdr.SCValType;

/** Reads what the KALE contract stores. */
public final class KaleEntries {
  private KaleEntries() {}

  /**
   * The contract's instance storage, whose keys are {@code ScVec[Symbol(name)]}.
   *
   * @throws XdrException if this is not the instance of a KALE contract that has been set up
   */
  public static Farm farm(LedgerEntryData data) {
    return Xdr.understand("the farm", () -> readFarm(data));
  }

  private static Farm readFarm(LedgerEntryData data) {
    SCVal instance = ScVals.expect(contractValue(data), SCValType.SCV_CONTRACT_INSTANCE);
    if (instance.getInstance().getStorage() == null) {
      throw new XdrException("the contract kale.contract.id names stores nothing: not KALE's");
    }
    Map<String, SCVal> storage = new HashMap<>();
    for (SCMapEntry entry : instance.getInstance().getStorage().getSCMap()) {
      if (entry.getKey().getDiscriminant() == SCValType.SCV_VEC
          && entry.getKey().getVec().getSCVec().length == 1) {
        storage.put(ScVals.symbol(entry.getKey().getVec().getSCVec()[0]), entry.getVal());
      }
    }
    // neither is written before the farm first needs it: block 0 has no index in the storage
    SCVal index = storage.get("FarmIndex");
    SCVal paused = storage.get("FarmPaused");
    return new Farm(
        address(storage, "Homesteader"),
        address(storage, "HomesteadAsset"),
        index == null ? 0 : ScVals.uint32(index),
        block(ScVals.field(storage, "FarmBlock")),
        paused != null && ScVals.bool(paused));
  }

  public static Block block(SCVal value) {
    return Xdr.understand("a block", () -> readBlock(value));
  }

  private static Block readBlock(SCVal value) {
    Map<String, SCVal> fields = ScVals.structure(value);
    return new Block(
        ScVals.uint64(ScVals.field(fields, "timestamp")).longValue(),
        number(fields, "min_gap"),
        amount(fields, "min_stake"),
        number(fields, "min_zeros"),
        number(fields, "max_gap"),
        amount(fields, "max_stake"),
        number(fields, "max_zeros"),
        Hash.of(ScVals.bytes(ScVals.field(fields, "entropy"))),
        amount(fields, "staked_total"),
        amount(fields, "normalized_total"));
  }

  public static Pail pail(SCVal value) {
    return Xdr.understand("a pail", () -> readPail(value));
  }

  private static Pail readPail(SCVal value) {
    Map<String, SCVal> fields = ScVals.structure(value);
    return new Pail(
        number(fields, "sequence"),
        ScVals.optionalUint32(ScVals.field(fields, "gap")),
        amount(fields, "stake"),
        ScVals.optionalUint32(ScVals.field(fields, "zeros")));
  }

  /** The value in an entry of contract data. */
  public static SCVal contractValue(LedgerEntryData data) {
    if (data.getDiscriminant() != LedgerEntryType.CONTRACT_DATA) {
      throw new XdrException("wanted contract data, got " + data.getDiscriminant());
    }
    return data.getContractData().getVal();
  }

  private static Address address(Map<String, SCVal> fields, String name) {
    return ScVals.address(ScVals.field(fields, name));
  }

  private static long number(Map<String, SCVal> fields, String name) {
    return ScVals.uint32(ScVals.field(fields, name));
  }

  private static BigInteger amount(Map<String, SCVal> fields, String name) {
    return ScVals.int128(ScVals.field(fields, name));
  }
}
