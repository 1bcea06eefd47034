package org.kalepool.lab.sandbox.transaction;

import java.util.HexFormat;
import org.kalepool.lab.sandbox.xdr.XdrOut;
import org.stellar.sdk.xdr.OperationType;

/**
 * What became of one operation.
 *
 * @param ok whether it did what it should
 * @param hex the OperationResult's XDR
 */
record OpResult(boolean ok, String hex) {
  static final int BAD_AUTH = -1;
  static final int NO_ACCOUNT = -2;
  static final int NOT_SUPPORTED = -3;

  /** A code that any operation can end with. */
  static OpResult outer(int code) {
    return new OpResult(false, HexFormat.of().formatHex(new XdrOut().int32(code).bytes()));
  }

  /** A code of this kind of operation; 0 is success. */
  static OpResult of(OperationType type, int code) {
    return of(type, code, new byte[0]);
  }

  /**
   * @param rest what follows the code
   */
  static OpResult of(OperationType type, int code, byte[] rest) {
    XdrOut out = new XdrOut().int32(0).int32(type.getValue()).int32(code).raw(rest);
    return new OpResult(code == 0, HexFormat.of().formatHex(out.bytes()));
  }

  void write(XdrOut out) {
    out.raw(HexFormat.of().parseHex(hex));
  }
}
