package org.kalepool.price;

/** A source has no price now; the message says why, without secrets. */
final class NoPriceException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NoPriceException(String message) {
    super(message);
  }

  NoPriceException(String message, Throwable cause) {
    super(message, cause);
  }
}
