package org.kalepool.web;

import jakarta.inject.Singleton;
import java.time.Duration;
import org.kalepool.schedule.Sweep;

/** Forgets the keys of requests that will not be answered again. */
@Singleton
final class IdempotencySweep implements Sweep {
  private static final int AT_ONCE = 2_000;

  private final Idempotency idempotency;

  IdempotencySweep(Idempotency idempotency) {
    this.idempotency = idempotency;
  }

  @Override
  public String name() {
    return "idempotency";
  }

  @Override
  public Duration every() {
    return Duration.ofMinutes(10);
  }

  @Override
  public void sweep() {
    for (int i = 0; i < 20 && idempotency.forget(AT_ONCE) == AT_ONCE; i++) {
      // the rest
    }
  }
}
