package org.kalepool.farmer;

import jakarta.inject.Singleton;
import java.security.MessageDigest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.kalepool.db.Db;
import org.kalepool.kale.Address;

/**
 * Registrations that nobody paid for. Of one that lapses no row stays but a short one here, from
 * which it becomes the same farmer again: its address is still known to whoever was to pay. Every
 * method joins the caller's database transaction.
 */
@Singleton
final class Lapsed {
  /** All rows that an unseen farmer can have, those that refer to others first. */
  private static final List<String> ROWS =
      List.of(
          "delete from exit_obstacles where farmer_id = ?",
          "delete from recoveries where farmer_id = ?",
          "delete from farmer_events where farmer_id = ?",
          "delete from farmer_settings where farmer_id = ?",
          "delete from farmer_terms where farmer_id = ?",
          "delete from farmers where id = ?");

  private final Db db;
  private final Clock clock;

  Lapsed(Db db, Clock clock) {
    this.db = db;
    this.clock = clock;
  }

  /**
   * A lapsed registration.
   *
   * @param seq its place in the order of registration
   */
  record Place(long seq, UUID id, Address custodial) {}

  private record Unseen(Address custodial, Address payout) {}

  /**
   * Lets a registration lapse whose account was never seen on the network.
   *
   * @return false, changing nothing, if there is none
   */
  boolean lapse(UUID id) {
    Optional<Unseen> unseen =
        db.one(
            "select custodial, payout from farmers where id = ? and seen_at is null"
                + " and state in ('REGISTERED', 'LEAVING') and payout like 'G%' and not exists"
                + " (select 1 from journal_entries where farmer_id = farmers.id)"
                + " for update",
            row -> new Unseen(Address.of(row.getString(1)), Address.of(row.getString(2))), id);
    if (unseen.isEmpty()) {
      return false;
    }
    db.update(
        """
        insert into lapsed_registrations (seq, id, pooler_id, lapsed_at, share_basis_points,
          stake_percentage, harvest_interval, payout_proven, custodial, payout, token_hash,
          payout_id, payout_memo_kind, payout_memo)
        select f.seq, f.id, f.pooler_id, ?, terms_of(f.id, ?), v.stake_percentage,
          v.harvest_interval, f.payout_proven, ?, ?, f.token_hash, f.payout_id, f.payout_memo_kind,
          f.payout_memo
        from farmers f join farmer_view v on v.id = f.id where f.id = ?
        """,
        clock.instant(),
        clock.instant(),
        unseen.get().custodial().bytes(),
        unseen.get().payout().bytes(),
        id);
    ROWS.forEach(delete -> db.update(delete, id));
    return true;
  }

  private record Kept(Address custodial, Address payout) {}

  /**
   * Makes the same farmer of a lapsed registration again, as if it had registered now. One that had
   * lapsed before a backup that was restored since may have come back after it already, and farmed:
   * it is held back by the restore as all others were.
   *
   * @return false, changing nothing, if there is none
   */
  boolean revive(UUID id) {
    Optional<Kept> kept =
        db.one(
            "select custodial, payout from lapsed_registrations where id = ? for update",
            row -> new Kept(Address.account(row.getBytes(1)), Address.account(row.getBytes(2))),
            id);
    if (kept.isEmpty()) {
      return false;
    }
    Instant now = clock.instant();
    db.update(
        """
        insert into farmers (id, seq, pooler_id, custodial, payout, payout_id, payout_memo_kind,
          payout_memo, payout_proven, token_hash, created_at, lapsed_at)
        overriding system value
        select id, seq, pooler_id, ?, ?, payout_id, payout_memo_kind, payout_memo, payout_proven,
          token_hash, ?, lapsed_at
        from lapsed_registrations where id = ?
        """,
        kept.get().custodial().text(),
        kept.get().payout().text(),
        now,
        id);
    db.update(
        """
        insert into farmer_settings (farmer_id, stake_percentage, harvest_interval, by_whom, at)
        select id, stake_percentage, harvest_interval, 'farmer', ? from lapsed_registrations
        where id = ?
        """,
        now,
        id);
    db.update(
        """
        insert into farmer_events (farmer_id, from_state, to_state, by_whom, why, at)
        select l.id, 'REGISTERED', 'SUSPENDED', 'restore',
          'back after a restore: what was done since the backup is not booked yet', r.at
        from lapsed_registrations l join audit r on r.what = 'restore' and r.at > l.lapsed_at
        where l.id = ? order by r.id desc limit 1
        """,
        id);
    db.update("delete from lapsed_registrations where id = ?", id);
    return true;
  }

  /** Whose token has this hash. */
  Optional<UUID> owner(byte[] tokenHash) {
    return db.one(
            "select id, token_hash from lapsed_registrations where token_hash = ?",
            row -> new Owner(row.getObject(1, UUID.class), row.getBytes(2)),
            tokenHash)
        .filter(owner -> MessageDigest.isEqual(owner.tokenHash(), tokenHash))
        .map(Owner::id);
  }

  private record Owner(UUID id, byte[] tokenHash) {}

  /** The next ones after this place that have lapsed since. */
  List<Place> after(long seq, Instant since, int limit) {
    return db.list(
        "select seq, id, custodial from lapsed_registrations where seq > ? and lapsed_at >= ?"
            + " order by seq limit ?",
        Lapsed::read,
        seq,
        since,
        limit);
  }

  private static Place read(ResultSet row) throws SQLException {
    return new Place(
        row.getLong("seq"),
        row.getObject("id", UUID.class),
        Address.account(row.getBytes("custodial")));
  }
}
