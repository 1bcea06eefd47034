package org.kalepool.work.fleet;

import java.time.Duration;
import java.util.Locale;

/**
 * How another machine does that hashes for this pooler.
 *
 * @param hashesPerSecond mean of the window asked for
 * @param hits that were stored
 * @param wrong hits whose hash was not what was claimed
 * @param silent since when it has said nothing
 * @param lost whether that is too long
 */
public record HasherStatus(
    String name,
    String kernel,
    int threads,
    double hashesPerSecond,
    long hits,
    long wrong,
    Duration silent,
    boolean lost) {
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%s on %d threads: %.1f MH/s, %d hits, %d wrong%s",
        kernel,
        threads,
        hashesPerSecond / 1e6,
        hits,
        wrong,
        lost ? ", silent for " + silent.toSeconds() + " s" : "");
  }
}
