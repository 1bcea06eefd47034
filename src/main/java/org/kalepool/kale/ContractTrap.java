package org.kalepool.kale;

/**
 * The contract's arithmetic left its type and the engine stopped it: on the network this is {@code
 * Error(WasmVm, InvalidAction)}, without a number of the contract's.
 */
public final class ContractTrap extends CallFailed {
  private static final long serialVersionUID = 1L;

  ContractTrap(String message) {
    super(message);
  }
}
