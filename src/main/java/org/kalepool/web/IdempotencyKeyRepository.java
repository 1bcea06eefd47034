package org.kalepool.web;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The table {@code idempotency_keys}. */
@Singleton
class IdempotencyKeyRepository
    implements PanacheRepositoryBase<IdempotencyKeyEntity, IdempotencyKeyEntity.Key> {
  /**
   * What was answered.
   *
   * @param status null while the deed is being done
   */
  @RegisterForReflection
  record Stored(byte[] fingerprint, @Nullable Integer status, @Nullable String body) {}

  /** False if it is there; one that another transaction has just stored is waited for. */
  boolean add(String scope, byte[] hash, byte[] fingerprint, Instant now) {
    return getEntityManager()
            .createQuery(
                "insert into IdempotencyKeyEntity (scope, keyHash, fingerprint, at)"
                    + " values (:scope, :hash, :fingerprint, :now)"
                    + " on conflict (scope, keyHash) do nothing")
            .setParameter("scope", scope)
            .setParameter("hash", hash)
            .setParameter("fingerprint", fingerprint)
            .setParameter("now", now)
            .executeUpdate()
        > 0;
  }

  Optional<Stored> stored(String scope, byte[] hash) {
    return Optional.ofNullable(
        getEntityManager()
            .createQuery(
                "select k.fingerprint, k.status, k.body from IdempotencyKeyEntity k"
                    + " where k.scope = :scope and k.keyHash = :hash",
                Stored.class)
            .setParameter("scope", scope)
            .setParameter("hash", hash)
            .getSingleResultOrNull());
  }

  void answered(String scope, byte[] hash, Idempotency.Answer answer) {
    update(
        "status = ?1, body = ?2 where scope = ?3 and keyHash = ?4",
        answer.status(),
        answer.body(),
        scope,
        hash);
  }

  void forget(String scope, byte[] hash, Instant before) {
    delete("scope = ?1 and keyHash = ?2 and at < ?3", scope, hash, before);
  }

  /** Forgets what is older, at most so many at once; how many. */
  @Transactional
  int forget(Instant before, int most) {
    return getEntityManager()
        .createQuery(
            "delete from IdempotencyKeyEntity k where (k.scope, k.keyHash) in (select o.scope,"
                + " o.keyHash from IdempotencyKeyEntity o where o.at < :before order by o.at"
                + " limit :most)")
        .setParameter("before", before)
        .setParameter("most", most)
        .executeUpdate();
  }
}
