package org.kalepool.block;

import jakarta.inject.Singleton;
import java.time.Duration;
import org.kalepool.kale.GameRules;
import org.kalepool.schedule.Sweep;
import org.kalepool.schedule.Tasks;

/**
 * Has new ledgers looked for more often while the next block may be opened soon: who sees late that
 * it may be plants a ledger later, and that is gap lost for the whole block.
 */
@Singleton
final class OpeningWatch implements Sweep {
  private static final Duration EVERY = Duration.ofSeconds(1);

  /** Two ledgers before a block is due. */
  private static final long BEFORE_SECONDS = 12;

  /** What nobody has opened by then takes its time. */
  private static final long AFTER_SECONDS = 10;

  private final BlockMonitor monitor;
  private final Tasks tasks;

  OpeningWatch(BlockMonitor monitor, Tasks tasks) {
    this.monitor = monitor;
    this.tasks = tasks;
  }

  @Override
  public String name() {
    return "opening";
  }

  @Override
  public Duration every() {
    return EVERY;
  }

  @Override
  public void sweep() {
    if (monitor.current().filter(OpeningWatch::isNear).isPresent()) {
      monitor.submitTo(tasks);
    }
  }

  private static boolean isNear(Blocks.Current now) {
    long left = now.openedAt() + GameRules.BLOCK_INTERVAL_SECONDS - now.closeTime();
    return left <= BEFORE_SECONDS && left >= -AFTER_SECONDS && !now.paused();
  }
}
