package org.kalepool.leader;

/** This process does not farm, or does not any more; nothing was changed. */
public final class NotLeaderException extends RuntimeException {
  private static final long serialVersionUID = 1;

  NotLeaderException(String why) {
    super(why);
  }
}
