package org.kalepool.farmer;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The table {@code registrations}. */
@Singleton
class RegistrationRepository implements PanacheRepositoryBase<RegistrationEntity, UUID> {
  /** Registrations of one address that count, and when the oldest of them was made. */
  @RegisterForReflection
  record Made(long count, @Nullable Instant oldest) {}

  /** Those since then, without those that were paid for and are here. */
  Made made(String client, Instant since) {
    return getEntityManager()
        .createQuery(
            "select count(*), min(r.at) from RegistrationEntity r"
                + " where r.client = :client and r.at > :since and not exists ("
                + "select 1 from FarmerEntity f where f.id = r.farmerId and f.fundedAt is not null"
                + " and f.state <> DEPARTED)",
            Made.class)
        .setParameter("client", client)
        .setParameter("since", since)
        .getSingleResult();
  }

  /** The newest of a farmer's counts. */
  void add(UUID farmer, String client, Instant now) {
    getEntityManager()
        .createQuery(
            "insert into RegistrationEntity (farmerId, client, at) values (:farmer, :client, :now)"
                + " on conflict (farmerId) do update set client = excluded.client,"
                + " at = excluded.at")
        .setParameter("farmer", farmer)
        .setParameter("client", client)
        .setParameter("now", now)
        .executeUpdate();
  }

  /** Forgets those up to then. */
  void forget(Instant until) {
    delete("at <= ?1", until);
  }
}
