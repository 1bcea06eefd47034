package org.kalepool.pooler;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The table {@code poolers}. */
@Singleton
class PoolerRepository implements PanacheRepositoryBase<PoolerEntity, UUID> {
  @ActivateRequestContext
  Optional<Pooler> pooler(UUID id) {
    return find("id", id).project(Pooler.class).singleResultOptional();
  }

  @ActivateRequestContext
  List<Pooler> poolers() {
    return find("order by createdAt, id").project(Pooler.class).list();
  }

  @ActivateRequestContext
  Optional<Pooler> own() {
    return find("own").project(Pooler.class).singleResultOptional();
  }

  /** Until the caller's transaction ends no other process makes a pooler. */
  void lockTable() {
    getEntityManager().createNamedQuery("Pooler.lockTable").executeUpdate();
  }

  /** How many farmers the pooler takes; nobody else is told until the transaction ends. */
  int lockPlaces(UUID id) {
    return Optional.ofNullable(
            getEntityManager()
                .createNamedQuery("Pooler.lock", Integer.class)
                .setParameter("id", id)
                .getSingleResultOrNull())
        .orElse(0);
  }

  void change(UUID id, Poolers.Change change) {
    update(
        "name = coalesce(?1, name), shareBasisPoints = coalesce(?2, shareBasisPoints),"
            + " maxFarmers = coalesce(?3, maxFarmers), maxDebt = coalesce(?4, maxDebt)"
            + " where id = ?5",
        change.name(),
        change.shareBasisPoints(),
        change.maxFarmers(),
        change.maxDebt(),
        id);
  }

  /** In the caller's transaction. */
  void setKey(UUID id, byte[] hash) {
    update("keyHash = ?1 where id = ?2", hash, id);
  }

  /** Whose key this is. */
  @ActivateRequestContext
  Optional<UUID> withKey(byte[] hash) {
    return Optional.ofNullable(
        getEntityManager()
            .createQuery("select id from PoolerEntity where keyHash = :hash", UUID.class)
            .setParameter("hash", hash)
            .getSingleResultOrNull());
  }
}
