package org.kalepool.remote;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.kalepool.stellar.Cause;

/** How causes are called in answers to poolers. */
final class ErrorCode {
  private ErrorCode() {}

  /**
   * The cause's name in lower case, but for the one that the protocol has a name of its own for.
   */
  static String of(Cause cause) {
    return cause == Cause.BALANCE_TOO_LOW
        ? "insufficient_balance"
        : cause.name().toLowerCase(Locale.ROOT);
  }

  /** What is known of it, or the cause in words. */
  static String message(Cause cause, @Nullable String detail) {
    return detail == null || detail.isBlank()
        ? cause.name().toLowerCase(Locale.ROOT).replace('_', ' ')
        : detail;
  }
}
