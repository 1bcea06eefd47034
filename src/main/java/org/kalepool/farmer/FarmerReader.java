package org.kalepool.farmer;

import io.quarkus.arc.All;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.kalepool.db.Db;
import org.kalepool.pooler.FarmerTerms;

/** Puts together what a farmer is shown of itself. */
@Singleton
final class FarmerReader {
  private static final String PAYOUT =
      """
      select s.*, p.claimable as debt_claimable, p.transaction_hash as debt_hash, p.at as paid_at,
        o.obstacle
      from splits s
      left join debt_payments p on p.farmer_id = s.farmer_id and p.late_id is null
      left join exit_obstacles o on o.farmer_id = s.farmer_id
      where s.farmer_id = ?
      """;

  /** The rest is to be had in pages. */
  private static final int NEWEST_EVENTS = 20;

  private final Db db;
  private final FarmerTerms terms;
  private final List<FarmerBalances> balances;

  FarmerReader(Db db, FarmerTerms terms, @All List<FarmerBalances> balances) {
    this.db = db;
    this.terms = terms;
    this.balances = balances;
  }

  FarmerAnswer read(Farmer farmer) {
    return new FarmerAnswer(
        farmer.id(),
        farmer.pooler(),
        farmer.custodial().text(),
        farmer.destination().text(),
        PayoutWallets.memo(farmer.destination()),
        PayoutWallets.memoType(farmer.destination()),
        farmer.state().name(),
        farmer.stakePercentage(),
        farmer.harvestInterval(),
        registered(farmer.id()),
        FarmerAnswer.Terms.of(terms.current(farmer.id())),
        terms.coming(farmer.id()).stream().map(FarmerAnswer.Terms::of).toList(),
        balances(farmer.id()),
        openPails(farmer.id()),
        events(farmer.id()),
        payout(farmer.id()));
  }

  private FarmerAnswer.@Nullable Balances balances(UUID id) {
    return balances.stream()
        .findFirst()
        .map(books -> FarmerAnswer.Balances.of(books.of(id)))
        .orElse(null);
  }

  private Instant registered(UUID id) {
    return db.one("select created_at from farmers where id = ?", row -> at(row, "created_at"), id)
        .orElseThrow();
  }

  private List<FarmerAnswer.OpenPail> openPails(UUID id) {
    return db.list(
        "select block_index, stake, worked_zeros, worked_gap from open_pails where farmer_id = ?"
            + " order by block_index",
        row ->
            new FarmerAnswer.OpenPail(
                row.getLong("block_index"),
                row.getLong("stake"),
                row.getObject("worked_zeros", Integer.class),
                row.getObject("worked_gap", Long.class)),
        id);
  }

  private List<FarmerAnswer.Event> events(UUID id) {
    return db.list(
        "select * from (select id, from_state, to_state, by_whom, why, at from farmer_events"
            + " where farmer_id = ? order by id desc limit ?) newest order by id",
        row ->
            new FarmerAnswer.Event(
                row.getString("from_state"),
                row.getString("to_state"),
                row.getString("by_whom"),
                row.getString("why"),
                at(row, "at")),
        id,
        NEWEST_EVENTS);
  }

  private FarmerAnswer.@Nullable Payout payout(UUID id) {
    return db.one(PAYOUT, FarmerReader::payout, id).orElse(null);
  }

  private static FarmerAnswer.Payout payout(ResultSet row) throws SQLException {
    return new FarmerAnswer.Payout(
        row.getLong("earned"),
        row.getLong("pooler_share"),
        row.getLong("owed"),
        row.getLong("to_pooler"),
        row.getLong("from_pooler"),
        row.getLong("to_farmer"),
        row.getLong("xlm_to_farmer"),
        row.getBoolean("claimable"),
        row.getLong("claim_reserve"),
        row.getLong("advance"),
        row.getString("transaction_hash"),
        at(row, "at"),
        debt(row));
  }

  private static FarmerAnswer.@Nullable Debt debt(ResultSet row) throws SQLException {
    long amount = row.getLong("debt");
    long xlm = row.getLong("debt_xlm");
    if (amount == 0 && xlm == 0) {
      return null;
    }
    Timestamp paid = row.getTimestamp("paid_at");
    return new FarmerAnswer.Debt(
        amount,
        xlm,
        row.getString("obstacle"),
        row.getObject("debt_claimable", Boolean.class),
        row.getString("debt_hash"),
        paid == null ? null : paid.toInstant());
  }

  private static Instant at(ResultSet row, String column) throws SQLException {
    return row.getTimestamp(column).toInstant();
  }
}
