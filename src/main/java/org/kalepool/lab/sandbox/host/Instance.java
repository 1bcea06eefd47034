package org.kalepool.lab.sandbox.host;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.kalepool.lab.sandbox.xdr.XdrOut;

/**
 * A contract's instance (ScContractInstance).
 *
 * @param storage ScMap as XDR, null for none
 */
record Instance(Executable executable, byte @Nullable [] storage) {
  private static final int TYPE = 19;

  /** Out of an ScVal of that type; null when it is something else. */
  static @Nullable Instance read(byte[] scVal) {
    XdrIn in = new XdrIn(scVal);
    if (in.int32() != TYPE) {
      return null;
    }
    Executable executable = Executable.read(in);
    boolean stored = in.present();
    return new Instance(
        executable, stored ? Arrays.copyOfRange(scVal, in.position(), scVal.length) : null);
  }

  byte[] scVal() {
    XdrOut out = new XdrOut().int32(TYPE).raw(executable.xdr());
    if (storage == null) {
      out.int32(0);
    } else {
      out.int32(1).raw(storage);
    }
    return out.bytes();
  }

  Instance with(Executable other) {
    return new Instance(other, storage);
  }

  Instance withStorage(byte[] map) {
    return new Instance(executable, map);
  }
}
