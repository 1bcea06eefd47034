package org.kalepool.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Tasks that run, or lately ran, for longer than they may. */
public interface Overruns {
  /**
   * One of them.
   *
   * @param task the key it was submitted under
   * @param since when it began
   * @param ran for how long, so far or until it ended
   * @param running whether it still runs, though it was told to end
   * @param where the innermost line of the pool's own that it was at when it was told to end
   */
  record Overrun(String task, Instant since, Duration ran, boolean running, String where) {}

  /** Those that still run, and those that ended within the last ten minutes. */
  List<Overrun> lately();
}
