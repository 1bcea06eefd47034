package org.kalepool.kale;

/**
 * The Stellar Asset Contract's errors that come through {@code plant} (burn) and {@code harvest}
 * (mint), under the same type as KALE's own.
 */
public enum AssetError {
  /** The balance does not cover a burn, or a mint would pass the trustline's limit. */
  BALANCE(10, "the balance would leave what the trustline allows"),
  OVERFLOW(12, "the amount does not fit 64 bits"),
  TRUSTLINE_MISSING(13, "the account has no trustline");

  private final int code;
  private final String meaning;

  AssetError(int code, String meaning) {
    this.code = code;
    this.meaning = meaning;
  }

  public int code() {
    return code;
  }

  public String meaning() {
    return meaning;
  }
}
