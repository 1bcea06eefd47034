package org.kalepool.vault;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.inject.Singleton;
import jakarta.persistence.TypedQuery;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.kale.Kale;
import org.kalepool.stellar.VaultMaking;

/** The table {@code vaults}. */
@Singleton
class VaultRepository implements PanacheRepositoryBase<VaultEntity, UUID> {
  private static final String ROWS =
      "select v.farmerId, v.contract, v.number, v.owner, v.basisPoints, v.floor, v.address,"
          + " v.madeLedger, v.stoppedLedger, v.settledLedger from VaultEntity v where ";

  /** A vault as it is stored. */
  @RegisterForReflection
  record Row(
      UUID farmer,
      Address contract,
      long number,
      Address owner,
      int basisPoints,
      Kale floor,
      Address address,
      @Nullable Long madeLedger,
      @Nullable Long stoppedLedger,
      @Nullable Long settledLedger) {
    Vault vault() {
      return new Vault(
          farmer,
          contract,
          new VaultMaking(number, owner, basisPoints, floor),
          address,
          optional(madeLedger),
          optional(stoppedLedger),
          optional(settledLedger));
    }

    private static OptionalLong optional(@Nullable Long ledger) {
      return ledger == null ? OptionalLong.empty() : OptionalLong.of(ledger);
    }
  }

  private TypedQuery<Row> rows(String where) {
    return getEntityManager().createQuery(ROWS + where, Row.class);
  }

  private static List<Vault> vaults(TypedQuery<Row> rows) {
    return rows.getResultList().stream().map(Row::vault).toList();
  }

  @ActivateRequestContext
  Optional<Vault> of(UUID farmer) {
    return vaults(rows("v.farmerId = :farmer").setParameter("farmer", farmer)).stream().findFirst();
  }

  @ActivateRequestContext
  List<Vault> of(Collection<UUID> farmers) {
    return vaults(rows("v.farmerId in :farmers").setParameter("farmers", farmers));
  }

  @ActivateRequestContext
  Optional<Vault> at(Address address) {
    return vaults(rows("v.address = :address").setParameter("address", address)).stream()
        .findFirst();
  }

  /** In the order of their farmers' ids. */
  @ActivateRequestContext
  List<Vault> allMade(@Nullable UUID after, int limit) {
    return vaults(
        rows("v.madeLedger is not null and v.farmerId > :after order by v.farmerId limit :most")
            .setParameter("after", after == null ? new UUID(0, 0) : after)
            .setParameter("most", limit));
  }

  /** How many were first seen to be there in later ledgers. */
  @ActivateRequestContext
  long madeSince(long ledger) {
    return count("madeLedger > ?1", ledger);
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
