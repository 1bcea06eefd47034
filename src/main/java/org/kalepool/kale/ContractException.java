package org.kalepool.kale;

/**
 * A call refused with {@code Error(Contract, #code)}, by the KALE contract itself or by the asset
 * contract it called; the network shows only the number, so {@link #raisedByAsset()} is for tests
 * and simulations. See {@link FailureCause} for telling them apart from outside.
 */
public final class ContractException extends CallFailed {
  private static final long serialVersionUID = 1L;

  private final int code;
  private final boolean raisedByAsset;

  public ContractException(ContractError error) {
    super(error.code() + " " + error.meaning());
    this.code = error.code();
    this.raisedByAsset = false;
  }

  public ContractException(AssetError error) {
    super("asset contract: " + error.code() + " " + error.meaning());
    this.code = error.code();
    this.raisedByAsset = true;
  }

  public int code() {
    return code;
  }

  public boolean raisedByAsset() {
    return raisedByAsset;
  }
}
