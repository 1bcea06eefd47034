package org.kalepool.work.fleet;

/** Bytes that are no message of the fleet's protocol; the message says what is wrong with them. */
public final class BadMessageException extends Exception {
  private static final long serialVersionUID = 1;

  BadMessageException(String message) {
    super(message);
  }

  BadMessageException(String message, Throwable cause) {
    super(message, cause);
  }
}
