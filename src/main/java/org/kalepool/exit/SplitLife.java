package org.kalepool.exit;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import org.kalepool.pooler.Poolers;
import org.kalepool.schedule.Sweep;
import org.kalepool.stellar.ContractLives;

/**
 * Keeps the split contract alive; the own pooler's wallet pays. What it keeps of single farmers and
 * wallets needs no keeping: whoever calls brings back what is archived, and it is refused or paid
 * as before.
 */
@Singleton
final class SplitLife implements Sweep {
  private final SplitContract contract;
  private final ContractLives lives;
  private final Poolers poolers;

  SplitLife(SplitContract contract, ContractLives lives, Poolers poolers) {
    this.contract = contract;
    this.lives = lives;
    this.poolers = poolers;
  }

  @Override
  public String name() {
    return "split-life";
  }

  @Override
  public Duration every() {
    return Duration.ofHours(1);
  }

  @Override
  public void sweep() {
    contract.id().ifPresent(id -> lives.keep("split", List.of(id), poolers.own().wallet()));
  }
}
