package org.kalepool.farmer;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.inject.Singleton;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.kalepool.web.Paging;

/** The table {@code wallet_log_ins}. */
@Singleton
class WalletLogInRepository implements PanacheRepositoryBase<WalletLogInEntity, Long> {
  private static final String OPEN = "endedAt is null and endsAt > :now";

  /** Whose token has this hash, while it is good. */
  @ActivateRequestContext
  Optional<UUID> farmer(byte[] tokenHash, Instant now) {
    return Optional.ofNullable(
        getEntityManager()
            .createQuery(
                "select farmerId from WalletLogInEntity where tokenHash = :hash and " + OPEN,
                UUID.class)
            .setParameter("hash", tokenHash)
            .setParameter("now", now)
            .getSingleResultOrNull());
  }

  /** What the one with this token has shown, while it is good. */
  @ActivateRequestContext
  Optional<WalletLogIns.ProvenRow> proven(byte[] tokenHash, Instant now) {
    return Optional.ofNullable(
        getEntityManager()
            .createQuery(
                "select wallet, memo, endsAt from WalletLogInEntity where tokenHash = :hash and "
                    + OPEN,
                WalletLogIns.ProvenRow.class)
            .setParameter("hash", tokenHash)
            .setParameter("now", now)
            .getSingleResultOrNull());
  }

  void lock(byte[] tokenHash) {
    find("tokenHash", tokenHash).withLock(LockModeType.PESSIMISTIC_WRITE).list();
  }

  /** The newest below the cursor, newest first. */
  List<WalletLogIns.LogIn> page(UUID farmer, Paging paging) {
    return getEntityManager()
        .createQuery(
            "select id, place, at, endsAt, endedAt from WalletLogInEntity"
                + " where farmerId = :farmer and id < :below order by id desc limit :most",
            WalletLogIns.LogIn.class)
        .setParameter("farmer", farmer)
        .setParameter("below", paging.before())
        .setParameter("most", paging.rows())
        .getResultList();
  }

  void end(byte[] tokenHash, Instant now) {
    update("endedAt = ?1 where tokenHash = ?2 and endedAt is null", now, tokenHash);
  }

  /**
   * Ends one of a farmer's log-ins.
   *
   * @return false if the farmer has no such open one
   */
  boolean end(UUID farmer, long id, Instant now) {
    return update(
            "endedAt = ?1 where id = ?2 and farmerId = ?3 and endedAt is null and endsAt > ?1",
            now,
            id,
            farmer)
        > 0;
  }

  void endAll(UUID farmer, Instant now) {
    update("endedAt = ?1 where farmerId = ?2 and endedAt is null and endsAt > ?1", now, farmer);
  }

  /** Keeps only so many of a farmer's open, the newest. */
  void keep(UUID farmer, int most, Instant now) {
    getEntityManager()
        .createQuery(
            "update WalletLogInEntity set endedAt = :now where farmerId = :farmer and "
                + OPEN
                + " and id not in (select n.id from WalletLogInEntity n where n.farmerId = :farmer"
                + " and n.endedAt is null order by n.id desc limit :most)")
        .setParameter("farmer", farmer)
        .setParameter("now", now)
        .setParameter("most", most)
        .executeUpdate();
  }

  /** Remembers only so many of a farmer's, the newest. */
  void remember(UUID farmer, int most) {
    getEntityManager()
        .createQuery(
            "delete from WalletLogInEntity where farmerId = :farmer and id not in"
                + " (select n.id from WalletLogInEntity n where n.farmerId = :farmer"
                + " order by n.id desc limit :most)")
        .setParameter("farmer", farmer)
        .setParameter("most", most)
        .executeUpdate();
  }

  /** Forgets what was over by then. */
  void forget(Instant before) {
    delete("endsAt < ?1", before);
  }
}
