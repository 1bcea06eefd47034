package org.kalepool.ops;

import jakarta.inject.Singleton;
import java.time.Duration;
import org.kalepool.schedule.Sweep;

/** Keeps the figures of blocks and days, a few blocks at a time. */
@Singleton
final class FigureSweep implements Sweep {
  private static final Duration EVERY = Duration.ofSeconds(30);
  private static final int MOST = 50;
  private static final int ROUNDS = 20;

  private final FigureRows rows;

  FigureSweep(FigureRows rows) {
    this.rows = rows;
  }

  @Override
  public String name() {
    return "figures";
  }

  @Override
  public Duration every() {
    return EVERY;
  }

  @Override
  public void sweep() {
    for (int i = 0; i < ROUNDS && rows.make(MOST) >= MOST; i++) {
      // the rest
    }
  }
}
