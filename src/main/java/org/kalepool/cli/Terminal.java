package org.kalepool.cli;

/** Whether somebody watches what a command prints. */
public final class Terminal {
  private Terminal() {}

  /** Whether it goes to a terminal, on which a line can be written over. */
  @SuppressWarnings("SystemConsoleNull") // the native binary may have none
  public static boolean isThere() {
    return System.console() != null && System.console().isTerminal();
  }
}
