package org.kalepool.cli;

/** The pool answered a call with something else than success. */
final class RefusedCallException extends CommandException {
  private final int status;

  /**
   * @param status the answer's, of HTTP
   */
  RefusedCallException(int status, String message) {
    super(message);
    this.status = status;
  }

  int status() {
    return status;
  }
}
