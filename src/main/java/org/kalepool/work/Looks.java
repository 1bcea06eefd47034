package org.kalepool.work;

import java.time.Clock;
import java.util.concurrent.atomic.AtomicBoolean;
import org.kalepool.schedule.Cooldown;

/**
 * Whether there is a reason to look: at once, or, for what is one of many, once the last look has
 * been rested from. Thread-safe.
 */
final class Looks {
  private final Cooldown cooldown;
  private final AtomicBoolean atOnce = new AtomicBoolean(true);
  private final AtomicBoolean soon = new AtomicBoolean();

  /**
   * @param times how many times as long as a look has taken is rested after it
   */
  Looks(Clock clock, int times) {
    this.cooldown = new Cooldown(clock, times);
  }

  /** There is a reason that cannot wait. */
  void atOnce() {
    atOnce.set(true);
  }

  /**
   * There is one of many reasons.
   *
   * @return whether it has been rested
   */
  boolean soon() {
    soon.set(true);
    return cooldown.over();
  }

  /** Whether there is a reason now; it is taken. */
  boolean take() {
    boolean now = atOnce.getAndSet(false) || soon.get() && cooldown.over();
    if (now) {
      soon.set(false);
    }
    return now;
  }

  void look(Runnable look) {
    cooldown.after(look);
  }
}
