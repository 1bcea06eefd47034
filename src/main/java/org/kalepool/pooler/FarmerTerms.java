package org.kalepool.pooler;

import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import org.kalepool.db.Db;
import org.kalepool.web.ProblemException;

/**
 * What a farmer's pooler gets of its rewards. The first terms are the pooler's own at registration,
 * and stay until others were announced and their time has come. What is planted before is harvested
 * under the old ones: the database's functions {@code terms_of} and {@code pooler_share} are where
 * that is decided.
 */
@Singleton
public final class FarmerTerms {
  private static final String COLUMNS =
      "select share_basis_points, valid_from, announced_at, by_whom, why from farmer_terms ";

  private final Db db;
  private final Clock clock;
  private final Duration notice;

  /**
   * @param notice {@code kale.pooler.terms-notice}: how long before they begin farmers are told of
   *     terms that cost them more
   */
  FarmerTerms(
      Db db,
      Clock clock,
      @ConfigProperty(name = "kale.pooler.terms-notice", defaultValue = "7d") Duration notice) {
    this.db = db;
    this.clock = clock;
    this.notice = notice;
  }

  /**
   * Terms as they were announced.
   *
   * @param shareBasisPoints the pooler's part of the rewards, 0 to 10 000
   * @param validFrom of what is planted from then on
   */
  public record Terms(
      int shareBasisPoints, Instant validFrom, Instant announcedAt, String by, String why) {}

  /** In force for what the farmer plants now. */
  public Terms current(UUID farmer) {
    return db.one(
            COLUMNS
                + "where farmer_id = ? order by valid_from <= ? desc,"
                + " case when valid_from <= ? then -id else id end limit 1",
            FarmerTerms::read,
            farmer,
            clock.instant(),
            clock.instant())
        .orElseThrow(() -> new IllegalStateException("no terms of farmer " + farmer));
  }

  /** Announced and not yet in force, in the order of their time; those overtaken are left out. */
  public List<Terms> coming(UUID farmer) {
    return db.list(
        COLUMNS
            + "t where farmer_id = ? and valid_from > ? and not exists (select 1 from farmer_terms n"
            + " where n.farmer_id = t.farmer_id and n.id > t.id and n.valid_from <= t.valid_from)"
            + " order by valid_from, id",
        FarmerTerms::read,
        farmer,
        clock.instant());
  }

  /**
   * Announces terms to farmers who have not departed, in the caller's database transaction. They
   * overtake all announced before that are not in force by then.
   *
   * @param farmer only to this one; null: to all of the pooler's
   * @param validFrom at least the notice ahead for whom they cost more than what would be in force
   *     then
   * @return to how many
   * @throws ProblemException if the notice is too short for anybody; nothing was changed then
   */
  public int announce(
      UUID pooler,
      @Nullable UUID farmer,
      int shareBasisPoints,
      Instant validFrom,
      String by,
      String why) {
    Instant now = clock.instant();
    if (validFrom.isBefore(now)) {
      throw ProblemException.invalid("valid_from", "is past: it is " + now);
    }
    if (validFrom.isBefore(now.plus(notice))
        && costsMore(pooler, farmer, shareBasisPoints, validFrom)) {
      throw ProblemException.invalid(
          "valid_from",
          "must be %s or later: farmers are told %s before of terms that cost them more (%s)"
              .formatted(now.plus(notice), notice, "kale.pooler.terms-notice"));
    }
    return db.update(
        """
        insert into farmer_terms
          (farmer_id, share_basis_points, valid_from, announced_at, by_whom, why)
        select id, ?, ?, ?, ?, ? from farmers
        where pooler_id = ? and id = coalesce(cast(? as uuid), id) and state <> 'DEPARTED'
        order by seq""",
        shareBasisPoints,
        validFrom,
        now,
        by,
        why,
        pooler,
        farmer);
  }

  private boolean costsMore(
      UUID pooler, @Nullable UUID farmer, int shareBasisPoints, Instant validFrom) {
    return db.one(
            "select exists (select 1 from farmers where pooler_id = ?"
                + " and id = coalesce(cast(? as uuid), id) and state <> 'DEPARTED'"
                + " and terms_of(id, ?) < ?)",
            row -> row.getBoolean(1),
            pooler,
            farmer,
            validFrom,
            shareBasisPoints)
        .orElseThrow();
  }

  private static Terms read(ResultSet row) throws SQLException {
    return new Terms(
        row.getInt("share_basis_points"),
        row.getTimestamp("valid_from").toInstant(),
        row.getTimestamp("announced_at").toInstant(),
        row.getString("by_whom"),
        row.getString("why"));
  }
}
