package org.kalepool.lab.sandbox.host;

/**
 * How often the network's engine writes when it turns something into XDR, which is what it counts
 * besides the bytes: each number, each run of bytes and each padding is a write.
 */
final class XdrWrites {
  private static final int ACCOUNT_ENTRY = 26;
  private static final int TRUSTLINE_ENTRY = 16;
  private static final int CODE_ENTRY = 20;

  private XdrWrites() {}

  /** The next ScVal. */
  static int scVal(XdrIn in) {
    int type = in.int32();
    return 1
        + switch (type) {
          case 0, 3, 4 -> skip(in, 4, 1);
          case 2 -> skip(in, 8, 2);
          case 5, 6, 7, 8, 21 -> skip(in, 8, 1);
          case 9, 10 -> skip(in, 16, 2);
          case 11, 12 -> skip(in, 32, 4);
          case 13, 14, 15, 22 -> opaque(in);
          case 16 -> in.present() ? 2 + many(in, in.int32()) : 1;
          case 17 -> in.present() ? 2 + many(in, in.int32() * 2) : 1;
          case 18 -> address(in);
          case 19 -> instance(in);
          default -> 0;
        };
  }

  private static int skip(XdrIn in, int bytes, int writes) {
    in.raw(bytes);
    return writes;
  }

  private static int many(XdrIn in, int count) {
    int writes = 0;
    for (int i = 0; i < count; i++) {
      writes += scVal(in);
    }
    return writes;
  }

  private static int opaque(XdrIn in) {
    int length = in.opaque().length;
    return length == 0 ? 1 : length % 4 == 0 ? 2 : 3;
  }

  /** An ScAddress. */
  static int address(XdrIn in) {
    return ScValIn.scAddress(in)[3] == 0 ? 3 : 2;
  }

  private static int instance(XdrIn in) {
    int writes = Executable.read(in).kind() == Executable.WASM ? 2 : 1;
    return in.present() ? writes + 2 + many(in, in.int32() * 2) : writes + 1;
  }

  static int scVal(byte[] xdr) {
    return scVal(new XdrIn(xdr));
  }

  static int key(EntryKey key) {
    XdrIn in = new XdrIn(key.bytes());
    return switch (in.int32()) {
      case 0 -> 3;
      case 6 -> 2 + address(in) + scVal(in);
      case 7 -> 2;
      default -> 6;
    };
  }

  /** A whole LedgerEntry. */
  static int entry(EntryKey key, byte[] data) {
    return switch (data[3]) {
      case 0 -> ACCOUNT_ENTRY;
      case 6 -> 3 + key(key) + scVal(DataXdr.value(key, data));
      case 7 -> CODE_ENTRY;
      default -> TRUSTLINE_ENTRY;
    };
  }

  /** A ContractEvent. */
  static int event(byte[] event) {
    XdrIn in = new XdrIn(event);
    in.int32();
    int writes = 5;
    if (in.present()) {
      in.raw(32);
      writes++;
    }
    in.int32();
    in.int32();
    writes += many(in, in.int32());
    return writes + scVal(in);
  }
}
