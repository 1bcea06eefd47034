package org.kalepool.lab.sandbox.transaction;

import java.util.List;
import org.kalepool.kale.Hash;
import org.kalepool.lab.sandbox.xdr.XdrOut;

/**
 * A TransactionResult.
 *
 * @param feeCharged stroops
 * @param code of the transaction itself, of the inner one when bumped
 * @param operations empty unless the code is SUCCESS or FAILED
 */
public record TxResult(long feeCharged, TxCode code, List<OpResult> operations) {

  public static TxResult refused(TxCode code, long fee) {
    return new TxResult(fee, code, List.of());
  }

  boolean ok() {
    return code == TxCode.SUCCESS;
  }

  public String base64() {
    XdrOut out = new XdrOut().int64(feeCharged);
    writeOutcome(out);
    return out.int32(0).base64();
  }

  /** The result of a fee bump around a transaction that was applied. */
  String bumpedBase64(Hash inner) {
    TxCode outer = ok() ? TxCode.FEE_BUMP_INNER_SUCCESS : TxCode.FEE_BUMP_INNER_FAILED;
    XdrOut out = new XdrOut().int64(feeCharged).int32(outer.number()).raw(inner.bytes()).int64(0);
    writeOutcome(out);
    return out.int32(0).int32(0).base64();
  }

  private void writeOutcome(XdrOut out) {
    out.int32(code.number());
    if (code == TxCode.SUCCESS || code == TxCode.FAILED) {
      out.int32(operations.size());
      operations.forEach(operation -> operation.write(out));
    }
  }
}
