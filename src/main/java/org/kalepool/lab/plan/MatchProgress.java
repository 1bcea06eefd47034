package org.kalepool.lab.plan;

import java.io.PrintWriter;

/** Says how far a match has come, every tenth of it. */
final class MatchProgress {
  /** Three plans are played one after the other. */
  private static final int PLANS = 3;

  private final PrintWriter err;
  private final String what;
  private final long total;
  private long counted;
  private long tenths;

  MatchProgress(PrintWriter err, String what, int blocks) {
    this.err = err;
    this.what = what;
    this.total = (long) PLANS * blocks;
  }

  /** A block was played; those before the count starts have a negative number. */
  void block(long number) {
    if (number < 0) {
      return;
    }
    counted++;
    if (counted * 10 / total > tenths) {
      tenths = counted * 10 / total;
      err.println(what + ": " + tenths * 10 + " %");
      err.flush();
    }
  }
}
