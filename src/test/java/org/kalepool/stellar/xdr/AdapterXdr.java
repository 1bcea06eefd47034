package org.kalepool.stellar.xdr;

import org.kalepool.kale.Address;
import org.kalepool.kale.Block;
import org.kalepool.kale.Farm;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Pail;
import org.kalepool.stellar.KaleNetwork;
import org.stellar.sdk.xdr.LedgerEntry.LedgerEntryData;
import org.stellar.sdk.xdr.SCVal;

/** The adapter's reading and writing of the game's ledger entries, for tests of other packages. */
public final class AdapterXdr {
  private AdapterXdr() {}

  /** Key of the contract's instance, base64 XDR as all others here. */
  public static String instanceKey(Address contract) {
    return LedgerKeys.text(LedgerKeys.instance(contract));
  }

  public static String blockKey(Address contract, long index) {
    return LedgerKeys.text(LedgerKeys.block(contract, index));
  }

  public static String pailKey(Address contract, Address farmer, long index) {
    return LedgerKeys.text(LedgerKeys.pail(contract, farmer, index));
  }

  /** Key of an account's trustline to a classic asset. */
  public static String trustlineKey(Address account, String code, Address issuer) {
    return LedgerKeys.text(
        LedgerKeys.trustline(account, new KaleNetwork("", account, code, issuer, account)));
  }

  /** An address as an argument; the SDK's own takes only keys that are points of the curve. */
  public static SCVal addressValue(Address address) {
    return ScVals.address(address);
  }

  /** Reads an instance's LedgerEntryData. */
  public static Farm farm(String entryData) {
    return KaleEntries.farm(Xdr.read("an entry", entryData, LedgerEntryData::decode));
  }

  public static Block block(String scVal) {
    return KaleEntries.block(Xdr.read("a value", scVal, SCVal::decode));
  }

  public static Pail pail(String scVal) {
    return KaleEntries.pail(Xdr.read("a value", scVal, SCVal::decode));
  }

  /** An entry's data read and written again. */
  public static String rewrittenEntry(String entryData) {
    return Xdr.base64(Xdr.read("an entry", entryData, LedgerEntryData::decode)::encode);
  }

  /** A value read and written again. */
  public static String rewrittenValue(String scVal) {
    return Xdr.base64(Xdr.read("a value", scVal, SCVal::decode)::encode);
  }

  /** The hash of the code that a contract's instance runs. */
  public static Hash code(String entryData) {
    LedgerEntryData data = Xdr.read("an entry", entryData, LedgerEntryData::decode);
    return Hash.of(
        KaleEntries.contractValue(data).getInstance().getExecutable().getWasm_hash().getHash());
  }

  /** The value in an entry of contract data. */
  public static String value(String entryData) {
    LedgerEntryData data = Xdr.read("an entry", entryData, LedgerEntryData::decode);
    return Xdr.base64(KaleEntries.contractValue(data)::encode);
  }
}
