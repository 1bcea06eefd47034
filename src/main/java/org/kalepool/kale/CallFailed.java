package org.kalepool.kale;

/** A call that a contract refused: it changed nothing. */
public abstract sealed class CallFailed extends RuntimeException
    permits ContractException, ContractTrap {
  private static final long serialVersionUID = 1L;

  CallFailed(String message) {
    // a refusal is an answer, not a defect: no stack trace, which would cost more than the call
    super(message, null, false, false);
  }
}
