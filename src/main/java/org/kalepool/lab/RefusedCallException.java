package org.kalepool.lab;

import org.kalepool.cli.CommandException;

/** The pool answered a call with something else than success. */
public final class RefusedCallException extends CommandException {
  private final int status;

  /**
   * @param status the answer's, of HTTP
   */
  RefusedCallException(int status, String message) {
    super(message);
    this.status = status;
  }

  public int status() {
    return status;
  }
}
