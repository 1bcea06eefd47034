package org.kalepool.cli;

/** A command cannot go on for a reason its user can mend; shown as one line, exit code 2. */
public class CommandException extends RuntimeException {
  public CommandException(String message) {
    super(message);
  }
}
