package org.kalepool.lab.sandbox.ledger;

import java.nio.ByteBuffer;
import java.util.Base64;

/**
 * What an entry counts as where rent is paid: its XDR, and for code also the memory of the module
 * that is made of it, by the network's cost parameters of November 2026.
 */
public final class CodeSize {
  /** ParseWasm…: a constant, and of each thing in the module 128ths of a byte. */
  private static final long MODULE = 17_564;

  private static final long[] EACH = {
    6_457, 47_464, 13_420, 6_285, 64_670, 29_074, 48_095, 103_229, 36_394, 257
  };

  /** VmInstantiation, for code whose entry does not tell what is in it. */
  private static final long UNKNOWN_MODULE = 132_773;

  private static final long UNKNOWN_EACH = 4_903;

  /** KALE's own code, as a real network charges for it. */
  private static final int KALE = 433_069;

  private CodeSize() {}

  public static int forRent(Key key, StoredEntry entry) {
    if (entry.data() instanceof Data.NativeCode) {
      return KALE;
    }
    int size = EntryXdr.size(key, entry);
    return key instanceof Key.Code && entry.data() instanceof Data.Raw(String xdr)
        ? Math.toIntExact(size + module(ByteBuffer.wrap(Base64.getDecoder().decode(xdr))))
        : size;
  }

  /** A ContractCodeEntry: extension, hash, code; the extension counts what is in the module. */
  private static long module(ByteBuffer entry) {
    entry.getInt();
    if (entry.getInt() == 0) {
      entry.position(entry.position() + 32);
      return UNKNOWN_MODULE + ((UNKNOWN_EACH * entry.getInt()) >> 7);
    }
    entry.getInt();
    entry.getInt();
    long memory = MODULE;
    for (long each : EACH) {
      memory += (each * Integer.toUnsignedLong(entry.getInt())) >> 7;
    }
    return memory;
  }
}
