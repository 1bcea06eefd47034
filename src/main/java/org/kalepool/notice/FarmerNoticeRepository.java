package org.kalepool.notice;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.inject.Singleton;
import jakarta.persistence.LockModeType;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The table {@code farmer_notices}. */
@Singleton
class FarmerNoticeRepository implements PanacheRepositoryBase<FarmerNoticeEntity, UUID> {
  /** What was chosen. */
  @RegisterForReflection
  record Choice(String[] kinds, @Nullable Instant feedSince) {}

  /**
   * Who wants to be told of low XLM.
   *
   * @param xlm stroops by the books
   * @param lowSince since when it is known to be low
   */
  @RegisterForReflection
  record Watched(UUID farmer, @Nullable BigDecimal xlm, @Nullable Instant lowSince) {}

  Optional<Choice> choice(UUID farmer) {
    return Optional.ofNullable(
        getEntityManager()
            .createQuery(
                "select n.kinds, n.feedSince from FarmerNoticeEntity n where n.farmerId = :farmer",
                Choice.class)
            .setParameter("farmer", farmer)
            .getSingleResultOrNull());
  }

  /** The farmer's row, made if it is missing and locked until the caller's transaction ends. */
  FarmerNoticeEntity lock(UUID farmer, Instant now) {
    getEntityManager()
        .createNativeQuery(
            "insert into farmer_notices (farmer_id, kinds, changed_at) values (?, '{}', ?)"
                + " on conflict (farmer_id) do nothing")
        .setParameter(1, farmer)
        .setParameter(2, now)
        .executeUpdate();
    return findById(farmer, LockModeType.PESSIMISTIC_WRITE);
  }

  Optional<UUID> ofFeed(byte[] hash) {
    return Optional.ofNullable(
        getEntityManager()
            .createQuery(
                "select n.farmerId from FarmerNoticeEntity n where n.feedHash = :hash", UUID.class)
            .setParameter("hash", hash)
            .getSingleResultOrNull());
  }

  @SuppressWarnings("unchecked")
  List<Watched> watched() {
    return getEntityManager()
        .createNativeQuery(
            "select n.farmer_id, x.xlm, n.low_since from farmer_notices n"
                + " join farming_xlm x on x.farmer_id = n.farmer_id"
                + " where 'XLM_LOW' = any (n.kinds) order by n.farmer_id",
            Watched.class)
        .getResultList();
  }

  /** False if somebody else has noted it. */
  boolean low(UUID farmer, Instant now) {
    return update("lowSince = ?1 where farmerId = ?2 and lowSince is null", now, farmer) > 0;
  }

  void enough(UUID farmer) {
    update("lowSince = null where farmerId = ?1", farmer);
  }
}
