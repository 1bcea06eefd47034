package org.kalepool.pages;

/** No operator is logged in, or not any more; nothing was changed. */
final class OperatorLogInFirst extends RuntimeException {
  private static final long serialVersionUID = 1;

  OperatorLogInFirst() {
    super("no operator is logged in", null, false, false);
  }
}
