package org.kalepool.pages;

/** Nobody is logged in, or not any more; nothing was changed. */
final class LogInFirst extends RuntimeException {
  private static final long serialVersionUID = 1;

  LogInFirst() {
    super("nobody is logged in", null, false, false);
  }
}
