package org.kalepool.vault;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.kale.Kale;
import org.kalepool.pooler.Poolers;
import org.kalepool.stellar.PoolContracts;
import org.kalepool.stellar.VaultMaking;

/** The vaults in the database. */
@Singleton
final class StoredVaults implements Vaults {
  private final VaultSettings settings;
  private final VaultRepository repository;
  private final PoolContracts contracts;
  private final Poolers poolers;
  private final RandomGenerator random;
  private final Clock clock;

  StoredVaults(
      VaultSettings settings,
      VaultRepository repository,
      PoolContracts contracts,
      Poolers poolers,
      RandomGenerator random,
      Clock clock) {
    this.settings = settings;
    this.repository = repository;
    this.contracts = contracts;
    this.poolers = poolers;
    this.random = random;
    this.clock = clock;
  }

  @Override
  public boolean offered() {
    return settings.contractId().isPresent();
  }

  @Override
  public Address contract() {
    return settings
        .contractId()
        .orElseThrow(() -> new IllegalStateException("kale.vault.contract-id is not set"));
  }

  @Override
  public Address operator() {
    return poolers.own().wallet();
  }

  @Override
  public Vault offer(UUID farmer, Address owner, int basisPoints, Kale floor) {
    VaultMaking making =
        new VaultMaking(random.nextLong() & Long.MAX_VALUE, owner, basisPoints, floor);
    Address address = contracts.vault(contract(), making);
    repository.persistAndFlush(
        new VaultEntity(farmer, contract(), making, address, clock.instant()));
    return new Vault(
        farmer,
        contract(),
        making,
        address,
        OptionalLong.empty(),
        OptionalLong.empty(),
        OptionalLong.empty());
  }

  @Override
  public Optional<Vault> find(UUID farmer) {
    return repository.of(farmer);
  }

  @Override
  public Map<UUID, Vault> of(Collection<UUID> farmers) {
    return farmers.isEmpty()
        ? Map.of()
        : repository.of(farmers).stream()
            .collect(Collectors.toMap(Vault::farmer, Function.identity()));
  }

  @Override
  public Optional<Vault> at(Address address) {
    return repository.at(address);
  }

  @Override
  public List<Vault> allMade(@Nullable UUID after, int limit) {
    return repository.allMade(after, limit);
  }

  @Override
  public void made(UUID farmer, long ledger) {
    repository.made(farmer, ledger);
  }

  @Override
  public void stopped(UUID farmer, long ledger) {
    repository.stopped(farmer, ledger);
  }

  @Override
  public void settled(UUID farmer, long ledger) {
    repository.settled(farmer, ledger);
  }
}
