package org.kalepool.ops;

import jakarta.inject.Singleton;
import java.time.Duration;
import org.kalepool.schedule.Sweep;

/** Keeps the database small: a little at a time, so that nothing else waits for it. */
@Singleton
final class HistorySweep implements Sweep {
  /** A thousand farmers make some six pages a minute. */
  private static final int PAGES = 20;

  private static final int ENVELOPES = 2_000;

  private final HistoryArchive archive;
  private final Duration every;

  HistorySweep(HistoryArchive archive, HistorySettings settings) {
    this.archive = archive;
    this.every = settings.interval();
  }

  @Override
  public String name() {
    return "history";
  }

  @Override
  public Duration every() {
    return every;
  }

  @Override
  public void sweep() {
    for (int i = 0; i < 5 && archive.dropEnvelopes(ENVELOPES) == ENVELOPES; i++) {
      // the rest
    }
    for (int i = 0; i < PAGES && archive.archivePage(); i++) {
      // the next page
    }
  }
}
