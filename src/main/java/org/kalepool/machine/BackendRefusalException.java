package org.kalepool.machine;

/** The backend understood a request and refused it; the same request would be refused again. */
public final class BackendRefusalException extends RuntimeException {
  private final int status;
  private final String code;

  BackendRefusalException(int status, String code, String message) {
    super(message);
    this.status = status;
    this.code = code;
  }

  /** The HTTP status. */
  int status() {
    return status;
  }

  /** The problem's stable code, such as {@code block_not_open}; empty if it has none. */
  String code() {
    return code;
  }
}
