package org.kalepool.lab.sandbox.host;

import java.util.Arrays;
import java.util.Base64;
import org.kalepool.kale.Address;
import org.kalepool.lab.sandbox.xdr.XdrAddresses;
import org.kalepool.lab.sandbox.xdr.XdrOut;

/** A LedgerKey as XDR. Keys are ordered by their bytes, as the network lists them. */
public final class EntryKey implements Comparable<EntryKey> {
  static final int TEMPORARY = 0;
  static final int PERSISTENT = 1;
  private static final int ACCOUNT = 0;
  private static final int CONTRACT_DATA = 6;
  private static final int CONTRACT_CODE = 7;
  private static final byte[] INSTANCE = {0, 0, 0, 20};

  private final byte[] xdr;
  private final int hash;

  private EntryKey(byte[] xdr) {
    this.xdr = xdr;
    this.hash = Arrays.hashCode(xdr);
  }

  /**
   * Takes a key over.
   *
   * @param xdr a LedgerKey
   */
  public static EntryKey of(byte[] xdr) {
    return new EntryKey(xdr.clone());
  }

  public static EntryKey account(Address account) {
    XdrOut out = new XdrOut().int32(ACCOUNT);
    XdrAddresses.writeAccount(out, account);
    return new EntryKey(out.bytes());
  }

  public static EntryKey code(byte[] hash) {
    return new EntryKey(new XdrOut().int32(CONTRACT_CODE).raw(hash).bytes());
  }

  public static EntryKey instance(Address contract) {
    XdrOut out = new XdrOut();
    XdrAddresses.writeScAddress(out, contract);
    return data(out.bytes(), INSTANCE, PERSISTENT);
  }

  /**
   * @param owner an ScAddress as XDR
   * @param key an ScVal as XDR
   */
  static EntryKey data(byte[] owner, byte[] key, int durability) {
    return new EntryKey(
        new XdrOut().int32(CONTRACT_DATA).raw(owner).raw(key).int32(durability).bytes());
  }

  static EntryKey instance(byte[] owner) {
    return data(owner, INSTANCE, PERSISTENT);
  }

  public byte[] bytes() {
    return xdr.clone();
  }

  public String base64() {
    return Base64.getEncoder().encodeToString(xdr);
  }

  int size() {
    return xdr.length;
  }

  /** Whether entries under it have a life: contracts' data and code. */
  public boolean lives() {
    return xdr[3] == CONTRACT_DATA || isCode();
  }

  public boolean isCode() {
    return xdr[3] == CONTRACT_CODE;
  }

  /** Whether it is a contract's data that is gone for good when its life ends. */
  public boolean isTemporary() {
    return xdr[3] == CONTRACT_DATA && xdr[xdr.length - 1] == TEMPORARY;
  }

  @Override
  public int compareTo(EntryKey other) {
    return Arrays.compareUnsigned(xdr, other.xdr);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof EntryKey key && Arrays.equals(xdr, key.xdr);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return base64();
  }
}
