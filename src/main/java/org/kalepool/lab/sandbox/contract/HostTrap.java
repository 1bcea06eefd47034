package org.kalepool.lab.sandbox.contract;

import org.kalepool.lab.sandbox.xdr.HostError;
import org.kalepool.lab.sandbox.xdr.Val;

/** The engine stops a call that would do what it may not. */
final class HostTrap extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final HostError error;
  private final transient Val detail;
  private final String hostFunction;

  /**
   * @param detail what the event log says about it
   * @param hostFunction the engine's function that failed
   */
  HostTrap(HostError error, Val detail, String hostFunction) {
    // an answer, not a defect: no stack trace
    super(error.text(), null, false, false);
    this.error = error;
    this.detail = detail;
    this.hostFunction = hostFunction;
  }

  HostError error() {
    return error;
  }

  Val detail() {
    return detail;
  }

  String hostFunction() {
    return hostFunction;
  }
}
