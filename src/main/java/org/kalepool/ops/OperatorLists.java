package org.kalepool.ops;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.kalepool.db.Db;
import org.kalepool.farmer.FarmerState;
import org.kalepool.web.Page;
import org.kalepool.web.Paging;

/** The operators' lists, newest first. Amounts are stroops. */
@Singleton
final class OperatorLists {
  private static final String FARMERS =
      """
      select f.*, e.at as state_since, e.by_whom, e.why, r.what, r.books, r.chain, r.difference,
        r.at as found_at
      from farmer_view f
      left join lateral (select at, by_whom, why from farmer_events
        where farmer_id = f.id and from_state <> to_state order by id desc limit 1) e on true
      left join lateral (select what, books, chain, difference, at from reconciliations
        where farmer_id = f.id and difference <> 0 order by id desc limit 1) r on true
      where f.seq < ? and (?::text is null or f.state = ?) order by f.seq desc limit ?
      """;

  private final Db db;

  OperatorLists(Db db) {
    this.db = db;
  }

  /** The newest difference between books and chain that was found, which may be settled by now. */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  @Schema(name = "Discrepancy")
  record Discrepancy(String what, long books, long chain, long difference, Instant at) {}

  /**
   * A farmer.
   *
   * @param stateBy who last changed the state, null if nobody has
   * @param stateWhy why
   */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  @Schema(name = "OperatorFarmer")
  record FarmerRow(
      long seq,
      UUID farmerId,
      UUID poolerId,
      String custodialWallet,
      String payoutWallet,
      @Schema(implementation = FarmerState.class) String state,
      @Nullable Instant stateSince,
      @Nullable String stateBy,
      @Nullable String stateWhy,
      int stakePercentage,
      int harvestInterval,
      @Nullable Discrepancy lastDiscrepancy) {}

  /**
   * What the pooler came to owe.
   *
   * @param blockIndex in which a stake was lost, null for an operator's correction
   */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  @Schema(name = "Compensation")
  record Compensation(
      long id,
      UUID poolerId,
      UUID farmerId,
      @Nullable Long blockIndex,
      long amount,
      String cause,
      Instant at) {}

  /**
   * What a pooler still owed when a farmer had left; stroops of KALE and XLM.
   *
   * @param late whether it is XLM that came to the pooler's wallet while late money was passed on,
   *     not what the split left
   * @param waitingFor what holds the payment up, null if it is made or nothing is known
   * @param paidAt null while it is owed
   */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  @Schema(name = "Debt")
  record Debt(
      long id,
      UUID poolerId,
      UUID farmerId,
      boolean late,
      long amount,
      long xlm,
      Instant since,
      @Nullable String waitingFor,
      @Nullable String detail,
      @Nullable String transactionHash,
      @Nullable Instant paidAt) {}

  /** An operator's command. */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  @Schema(name = "AuditedCommand")
  record Audited(
      long id,
      String who,
      String what,
      @Nullable String target,
      @Nullable String detail,
      Instant at) {}

  /**
   * @param state only farmers in it, null for all
   */
  Page<FarmerRow> farmers(Paging paging, @Nullable String state) {
    return Page.of(
        paging,
        db.list(FARMERS, OperatorLists::farmer, paging.before(), state, state, paging.rows()),
        FarmerRow::seq);
  }

  Page<Compensation> compensations(Paging paging) {
    return Page.of(
        paging,
        db.list(
            "select * from compensations where id < ? order by id desc limit ?",
            OperatorLists::compensation,
            paging.before(),
            paging.rows()),
        Compensation::id);
  }

  Page<Debt> debts(Paging paging) {
    return Page.of(
        paging,
        db.list(
            """
            select d.id, d.late_id, d.farmer_id, s.pooler_id, d.at,
              case when d.late_id is null then s.debt else 0 end as debt,
              case when d.late_id is null then s.debt_xlm else l.debt_xlm end as debt_xlm,
              case when p.id is null then o.obstacle end as obstacle,
              case when p.id is null then o.detail end as detail,
              p.transaction_hash as paid_hash, p.at as paid_at
            from debts d
            join splits s on s.farmer_id = d.farmer_id
            left join late_payouts l on l.id = d.late_id
            left join debt_payments p on p.farmer_id = d.farmer_id
              and p.late_id is not distinct from d.late_id
            left join exit_obstacles o on o.farmer_id = d.farmer_id
            where d.id < ? order by d.id desc limit ?""",
            OperatorLists::debt,
            paging.before(),
            paging.rows()),
        Debt::id);
  }

  Page<Audited> audit(Paging paging) {
    return Page.of(
        paging,
        db.list(
            "select * from audit where id < ? order by id desc limit ?",
            row ->
                new Audited(
                    row.getLong("id"),
                    row.getString("who"),
                    row.getString("what"),
                    row.getString("target"),
                    row.getString("detail"),
                    row.getTimestamp("at").toInstant()),
            paging.before(),
            paging.rows()),
        Audited::id);
  }

  private static Compensation compensation(ResultSet row) throws SQLException {
    return new Compensation(
        row.getLong("id"),
        row.getObject("pooler_id", UUID.class),
        row.getObject("farmer_id", UUID.class),
        row.getObject("block_index", Long.class),
        row.getLong("amount"),
        row.getString("cause"),
        row.getTimestamp("at").toInstant());
  }

  private static Debt debt(ResultSet row) throws SQLException {
    Timestamp paid = row.getTimestamp("paid_at");
    return new Debt(
        row.getLong("id"),
        row.getObject("pooler_id", UUID.class),
        row.getObject("farmer_id", UUID.class),
        row.getObject("late_id") != null,
        row.getLong("debt"),
        row.getLong("debt_xlm"),
        row.getTimestamp("at").toInstant(),
        row.getString("obstacle"),
        row.getString("detail"),
        row.getString("paid_hash"),
        paid == null ? null : paid.toInstant());
  }

  private static FarmerRow farmer(ResultSet row) throws SQLException {
    Timestamp since = row.getTimestamp("state_since");
    Timestamp found = row.getTimestamp("found_at");
    return new FarmerRow(
        row.getLong("seq"),
        row.getObject("id", UUID.class),
        row.getObject("pooler_id", UUID.class),
        row.getString("custodial"),
        row.getString("payout"),
        row.getString("state"),
        since == null ? null : since.toInstant(),
        row.getString("by_whom"),
        row.getString("why"),
        row.getInt("stake_percentage"),
        row.getInt("harvest_interval"),
        found == null
            ? null
            : new Discrepancy(
                row.getString("what"),
                row.getLong("books"),
                row.getLong("chain"),
                row.getLong("difference"),
                found.toInstant()));
  }
}
