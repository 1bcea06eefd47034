package org.kalepool.wallet;

/** A wallet is wrapped by a key-encryption key that this process has not been given. */
public final class MissingKeyException extends IllegalStateException {
  private static final long serialVersionUID = 1;

  MissingKeyException(String id) {
    super(
        "key-encryption key "
            + id
            + " is not configured: name its file in kale.wallet.old-kek-files, or in"
            + " kale.wallet.kek-file if it is the current one");
  }
}
