package org.kalepool.work.fleet;

/** A question that nobody has answered. */
public final class BrokerException extends Exception {
  private static final long serialVersionUID = 1;

  private final boolean nobodyServes;

  BrokerException(String message, boolean nobodyServes) {
    super(message);
    this.nobodyServes = nobodyServes;
  }

  /** Whether the broker is there and says that nobody serves the subject. */
  public boolean nobodyServes() {
    return nobodyServes;
  }
}
