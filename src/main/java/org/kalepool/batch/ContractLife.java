package org.kalepool.batch;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import org.kalepool.pooler.Poolers;
import org.kalepool.schedule.Sweep;
import org.kalepool.stellar.ContractLives;

/** Keeps the batch contract alive; the own pooler's wallet pays. */
@Singleton
final class ContractLife implements Sweep {
  private final BatchSettings settings;
  private final ContractLives lives;
  private final Poolers poolers;

  ContractLife(BatchSettings settings, ContractLives lives, Poolers poolers) {
    this.settings = settings;
    this.lives = lives;
    this.poolers = poolers;
  }

  @Override
  public String name() {
    return "batch-life";
  }

  @Override
  public Duration every() {
    return Duration.ofHours(1);
  }

  @Override
  public void sweep() {
    settings
        .contractId()
        .ifPresent(contract -> lives.keep("batch", List.of(contract), poolers.own().wallet()));
  }
}
