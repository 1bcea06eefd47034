package org.kalepool.vault;

import java.time.Duration;
import java.util.Optional;
import org.kalepool.kale.Address;
import org.kalepool.kale.Kale;

/** The settings' defaults, and a pool contract. */
record FakeVaultSettings(Optional<Address> contractId, int makingsPerDay) implements VaultSettings {
  FakeVaultSettings(Optional<Address> contractId) {
    this(contractId, 1_000);
  }

  @Override
  public Kale leastDeposit() {
    return Kale.parse("10");
  }

  @Override
  public Kale cover() {
    return Kale.ZERO;
  }

  @Override
  public Duration settleEvery() {
    return Duration.ofHours(24);
  }

  @Override
  public Kale settleLeast() {
    return Kale.ZERO;
  }
}
