package org.kalepool.vault;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;

/** The table {@code vaults}. */
@Singleton
class VaultRepository implements PanacheRepositoryBase<VaultEntity, UUID> {
  @ActivateRequestContext
  Optional<Vault> of(UUID farmer) {
    return find("farmerId", farmer).firstResultOptional().map(VaultEntity::vault);
  }

  @ActivateRequestContext
  List<Vault> of(Collection<UUID> farmers) {
    return find("farmerId in ?1", farmers).stream().map(VaultEntity::vault).toList();
  }

  @ActivateRequestContext
  Optional<Vault> at(Address address) {
    return find("address", address).firstResultOptional().map(VaultEntity::vault);
  }

  /** In the order of their farmers' ids. */
  @ActivateRequestContext
  List<Vault> made(@Nullable UUID after, int limit) {
    UUID from = after == null ? new UUID(0, 0) : after;
    return find("madeLedger is not null and farmerId > ?1 order by farmerId", from)
        .page(0, limit)
        .stream()
        .map(VaultEntity::vault)
        .toList();
  }

  void made(UUID farmer, long ledger) {
    update("madeLedger = ?1 where farmerId = ?2 and madeLedger is null", ledger, farmer);
  }

  void stopped(UUID farmer, long ledger) {
    update("stoppedLedger = ?1 where farmerId = ?2 and stoppedLedger is null", ledger, farmer);
  }

  void settled(UUID farmer, long ledger) {
    update(
        "settledLedger = ?1 where farmerId = ?2 and coalesce(settledLedger, 0) < ?1",
        ledger,
        farmer);
  }
}
