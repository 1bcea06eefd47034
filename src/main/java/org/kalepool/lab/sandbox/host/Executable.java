package org.kalepool.lab.sandbox.host;

import java.util.Arrays;
import org.kalepool.lab.sandbox.xdr.XdrOut;

/** What a contract executes (ContractExecutable). */
final class Executable {
  static final int WASM = 0;
  static final int ASSET = 1;
  static final int REFERENCE = 2;

  /** The whole. */
  private final byte[] xdr;

  private Executable(byte[] xdr) {
    this.xdr = xdr;
  }

  static Executable wasm(byte[] hash) {
    return new Executable(new XdrOut().int32(WASM).raw(hash).bytes());
  }

  static Executable asset() {
    return new Executable(new XdrOut().int32(ASSET).bytes());
  }

  /** Whatever another contract's entry under a tag names. */
  static Executable reference(byte[] owner, byte[] tag) {
    return new Executable(new XdrOut().int32(REFERENCE).raw(owner).opaque(tag).bytes());
  }

  static Executable read(XdrIn in) {
    int start = in.position();
    switch (in.int32()) {
      case WASM -> in.raw(32);
      case ASSET -> {}
      case REFERENCE -> {
        ScValIn.scAddress(in);
        in.opaque();
      }
      default -> throw XdrIn.invalid();
    }
    return new Executable(in.since(start));
  }

  byte[] xdr() {
    return xdr;
  }

  int kind() {
    return xdr[3];
  }

  byte[] hash() {
    return Arrays.copyOfRange(xdr, 4, 36);
  }

  /** The address whose entry names the code. */
  byte[] owner() {
    XdrIn in = new XdrIn(xdr);
    in.int32();
    return ScValIn.scAddress(in);
  }

  byte[] tag() {
    XdrIn in = new XdrIn(xdr);
    in.int32();
    ScValIn.scAddress(in);
    return in.opaque();
  }

  boolean same(Executable other) {
    return Arrays.equals(xdr, other.xdr);
  }
}
