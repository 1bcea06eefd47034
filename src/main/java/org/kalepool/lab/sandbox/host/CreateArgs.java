package org.kalepool.lab.sandbox.host;

import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Sha256;
import org.kalepool.lab.sandbox.xdr.XdrOut;

/**
 * A contract to be made (CreateContractArgsV2).
 *
 * @param preimage ContractIdPreimage as XDR: what its address follows from
 * @param executable what it executes
 * @param constructorArgs a list of ScVals as XDR
 */
record CreateArgs(byte[] preimage, Executable executable, byte[] constructorArgs) {
  private static final int CONTRACT_ID = 8;
  private static final byte[] NO_ARGS = new byte[4];

  static CreateArgs readOld(XdrIn in) {
    byte[] preimage = readPreimage(in);
    return new CreateArgs(preimage, Executable.read(in), NO_ARGS);
  }

  static CreateArgs read(XdrIn in) {
    byte[] preimage = readPreimage(in);
    Executable executable = Executable.read(in);
    int start = in.position();
    int count = in.count();
    for (int i = 0; i < count; i++) {
      ScValIn.check(in);
    }
    return new CreateArgs(preimage, executable, in.since(start));
  }

  private static byte[] readPreimage(XdrIn in) {
    int start = in.position();
    switch (in.int32()) {
      case 0 -> {
        ScValIn.scAddress(in);
        in.raw(32);
      }
      case 1 -> {
        int type = in.int32();
        if (type != 0) {
          in.raw(type == 1 ? 4 : 12);
          in.raw(36);
        }
      }
      default -> throw XdrIn.invalid();
    }
    return in.since(start);
  }

  static byte[] fromAddress(byte[] deployer, byte[] salt) {
    return new XdrOut().int32(0).raw(deployer).raw(salt).bytes();
  }

  /**
   * @param asset Asset as XDR
   */
  static byte[] fromAsset(byte[] asset) {
    return new XdrOut().int32(1).raw(asset).bytes();
  }

  static CreateArgs of(byte[] preimage, Executable executable) {
    return new CreateArgs(preimage, executable, NO_ARGS);
  }

  void write(XdrOut out) {
    out.raw(preimage).raw(executable.xdr()).raw(constructorArgs);
  }

  byte[] xdr() {
    XdrOut out = new XdrOut();
    write(out);
    return out.bytes();
  }

  boolean byAsset() {
    return preimage[3] == 1;
  }

  boolean withoutArgs() {
    return constructorArgs.length == NO_ARGS.length;
  }

  /** Whoever makes it, null when it is an asset's. */
  byte @Nullable [] deployer() {
    if (byAsset()) {
      return null;
    }
    XdrIn in = new XdrIn(preimage);
    in.int32();
    return ScValIn.scAddress(in);
  }

  byte[] salt() {
    byte[] salt = new byte[32];
    System.arraycopy(preimage, preimage.length - 32, salt, 0, 32);
    return salt;
  }

  byte[] asset() {
    XdrIn in = new XdrIn(preimage);
    in.int32();
    return in.raw(in.left());
  }

  /** The address that follows. */
  static byte[] contractId(byte[] networkId, byte[] preimage) {
    return Sha256.of(new XdrOut().int32(CONTRACT_ID).raw(networkId).raw(preimage).bytes());
  }
}
