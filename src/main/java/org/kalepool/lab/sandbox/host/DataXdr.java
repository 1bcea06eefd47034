package org.kalepool.lab.sandbox.host;

import java.util.Arrays;
import org.kalepool.lab.sandbox.xdr.XdrOut;

/** LedgerEntryData of contracts' entries. */
final class DataXdr {
  private static final int CONTRACT_DATA = 6;
  private static final int HEAD = 8;
  private static final int KEY_HEAD = 4;

  private DataXdr() {}

  /** A contract's data under its key. */
  static byte[] of(EntryKey key, byte[] scVal) {
    byte[] xdr = key.bytes();
    return new XdrOut()
        .int32(CONTRACT_DATA)
        .int32(0)
        .raw(Arrays.copyOfRange(xdr, KEY_HEAD, xdr.length))
        .raw(scVal)
        .bytes();
  }

  /** The value of a contract's data. */
  static byte[] value(EntryKey key, byte[] data) {
    return Arrays.copyOfRange(data, HEAD + key.size() - KEY_HEAD, data.length);
  }
}
