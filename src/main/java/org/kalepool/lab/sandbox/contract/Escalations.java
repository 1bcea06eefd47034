package org.kalepool.lab.sandbox.contract;

import org.kalepool.lab.sandbox.host.HostFault;
import org.kalepool.lab.sandbox.host.NativeFrame;
import org.kalepool.lab.sandbox.xdr.Val;

/** What the engine adds when a contract's wasm ends because a host function has failed. */
final class Escalations {
  private final NativeFrame frame;
  private final String function;

  /**
   * @param function the contract's, which ends
   */
  Escalations(NativeFrame frame, String function) {
    this.frame = frame;
    this.function = function;
  }

  /**
   * Logs that a host function has failed in the contract's hands.
   *
   * @param hostFunction that failed
   * @return what the contract ends with; to be thrown
   */
  HostFault of(HostFault fault, String hostFunction) {
    String text = "escalating error to VM trap from failed host function call: " + hostFunction;
    HostFault escalated =
        fault.kind() == HostFault.Kind.CONTRACT
            ? frame.fault(fault.code(), text)
            : frame.fault(fault.kind(), HostFault.Code.values()[fault.code()], text);
    frame.log(
        "VM call trapped with HostError",
        new Val.Sym(function),
        new Val.Fault(fault.kind().ordinal(), fault.code()));
    return escalated;
  }
}
