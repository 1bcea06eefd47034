package org.kalepool.stellar.lanes;

import org.kalepool.stellar.Call;
import org.kalepool.stellar.Cause;

/** What a call died of, where the number of an error alone does not say it. */
final class Causes {
  private final Classifier.Stored stored;

  Causes(Classifier.Stored stored) {
    this.stored = stored;
  }

  Cause of(Call call, Faults.HostFault fault) {
    Integer code = fault.contractCode();
    return code == null ? fault.hostCause() : ofContract(call, code);
  }

  Cause ofContract(Call call, int code) {
    boolean ambiguous = code == 10 || code == 12;
    if (call instanceof Call.Harvest harvest && ambiguous) {
      return Faults.contractCause(
          call,
          code,
          stored.pail(harvest.farmer(), harvest.index()),
          stored.block(harvest.index()));
    }
    return Faults.contractCause(call, code, null, null);
  }
}
