package org.kalepool.notice;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The table {@code notice_channels}. */
@Singleton
class FarmerChannelRepository implements PanacheRepositoryBase<FarmerChannelEntity, UUID> {
  /** A channel. */
  @RegisterForReflection
  record Row(
      UUID id,
      FarmerChannelEntity.Kind kind,
      String shown,
      byte[] sealed,
      Instant createdAt,
      @Nullable Instant confirmedAt) {}

  private static final String ROW =
      "select c.id, c.kind, c.shown, c.sealed, c.createdAt, c.confirmedAt from"
          + " FarmerChannelEntity c where ";

  Optional<Row> row(UUID id) {
    return Optional.ofNullable(
        getEntityManager()
            .createQuery(ROW + "c.id = :id", Row.class)
            .setParameter("id", id)
            .getSingleResultOrNull());
  }

  List<Row> of(UUID farmer) {
    return getEntityManager()
        .createQuery(ROW + "c.farmerId = :farmer order by c.kind", Row.class)
        .setParameter("farmer", farmer)
        .getResultList();
  }

  /** False if there is none that waits for it and is young enough. */
  boolean confirm(UUID id, Instant youngest, Instant now) {
    return update(
            "confirmedAt = ?1 where id = ?2 and confirmedAt is null and createdAt > ?3",
            now,
            id,
            youngest)
        > 0;
  }

  void remove(UUID id) {
    delete("id", id);
  }

  /** Sealed by another key than this one. */
  List<Row> sealedByOthers(String key, int most) {
    return getEntityManager()
        .createQuery(ROW + "c.sealedBy <> :key order by c.id limit :most", Row.class)
        .setParameter("key", key)
        .setParameter("most", most)
        .getResultList();
  }

  void reseal(UUID id, byte[] sealed, String by) {
    update("sealed = ?1, sealedBy = ?2 where id = ?3", sealed, by, id);
  }
}
