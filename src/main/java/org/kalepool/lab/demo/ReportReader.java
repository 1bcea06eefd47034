package org.kalepool.lab.demo;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.kalepool.books.Books;

/**
 * Reads the run's figures from the database, as an auditor would: from the tables by JDBC, not the
 * pool.
 */
final class ReportReader {
  private static final String BLOCKS =
      """
      select b.block_index, b.opened_time, b.farmers, b.planted, b.worked, b.harvested, b.best_zeros,
             b.opened_ledger, b.first_plant_ledger, b.last_plant_ledger,
             (select coalesce(sum(distinct_fee), 0) from (
                select distinct t.id, t.fee_charged as distinct_fee
                from transactions t join transaction_actions a on a.transaction_id = t.id
                where a.block_index = b.block_index) f) as fees
      from block_summary b where b.block_index > ? and b.block_index <= ? and b.farmers > 0
      order by b.block_index
      """;
  private static final String FAILURES =
      """
      select 'plant' as stage, farmer_id, cause, debtor from plantings
        where block_index = ? and status = 'FAILED'
      union all
      select 'work', farmer_id, cause, debtor from works
        where block_index = ? and status = 'FAILED'
      union all
      select 'harvest', farmer_id, cause, debtor from harvests
        where block_index = ? and status <> 'HARVESTED'
      """;
  private static final String FARMERS =
      """
      select f.id, f.state, f.stake_percentage, f.harvest_interval,
        (select coalesce(sum(stake), 0) from plantings p where p.farmer_id = f.id and status = 'PLANTED') as staked,
        (select coalesce(sum(stake), 0) from harvests h where h.farmer_id = f.id and status = 'LOST') as forfeited,
        (select coalesce(sum(reward), 0) from harvests h where h.farmer_id = f.id and status = 'HARVESTED') as earned,
        (select coalesce(sum(amount), 0) from compensations c where c.farmer_id = f.id)
          - (select coalesce(sum(l.amount), 0) from journal_lines l where l.account = 'cover:' || f.id) as compensation,
        (select coalesce(sum(to_pooler), 0) from splits s where s.farmer_id = f.id)
          + (select coalesce(sum(to_pooler), 0) from late_payouts l where l.farmer_id = f.id)
          + (select coalesce(sum(l.amount), 0) from journal_entries e join journal_lines l on l.entry_id = e.id
             where e.farmer_id = f.id and e.kind = 'settled' and l.account like 'pooler-share:%') as to_pooler,
        (select coalesce(sum(to_farmer + from_pooler), 0) from splits s where s.farmer_id = f.id)
          + (select coalesce(sum(kale), 0) from late_payouts l where l.farmer_id = f.id)
          + (select coalesce(sum(l.amount), 0) from journal_entries e join journal_lines l on l.entry_id = e.id
             where e.farmer_id = f.id and e.kind = 'withdrawn' and l.account = 'payout:' || f.id) as to_farmer,
        (select coalesce(sum(stake), 0) from open_pails o where o.farmer_id = f.id) as open
      from farmer_view f order by f.seq
      """;
  private static final String RATES =
      """
      select
        (select count(*) from plantings where status = 'PLANTED' and block_index between ? and ?)
          as planted,
        (select count(*) from plantings where (status = 'PLANTED' or debtor <> 'FARMER')
           and block_index between ? and ?) as plantable,
        (select count(distinct (farmer_id, block_index)) from works where status = 'WORKED'
           and block_index between ? and ?) as worked,
        (select count(*) from harvests where status = 'HARVESTED' and block_index between ? and ?)
          as harvested,
        (select count(*) from harvests where (status = 'HARVESTED'
           or (status = 'LOST' and cause <> 'NEVER_WORKED')) and block_index between ? and ?)
          as settled
      """;
  private static final String WORK_OVER =
      """
      select not exists (select 1 from plantings p where p.block_index = ? and p.status = 'PLANTED'
        and not exists (select 1 from works w where w.farmer_id = p.farmer_id
                          and w.block_index = p.block_index))
      and not exists (select 1 from transaction_actions where block_index <= ? and live)
      and not exists (select 1 from open_pails where block_index + harvest_interval <= ?)
      """;
  private static final long LEDGER_SECONDS = 5;

  private final DataSource database;
  private final Books books;

  ReportReader(DataSource database, Books books) {
    this.database = database;
    this.books = books;
  }

  /** Blocks after {@code from} up to and including {@code to}. */
  List<RunReport.BlockLine> blocks(long from, long to) throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement query = connection.prepareStatement(BLOCKS)) {
      query.setLong(1, from);
      query.setLong(2, to);
      List<RunReport.BlockLine> lines = new ArrayList<>();
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          lines.add(block(connection, row));
        }
      }
      return lines;
    }
  }

  private static RunReport.BlockLine block(Connection connection, ResultSet row)
      throws SQLException {
    long index = row.getLong("block_index");
    Long opened = number(row, "opened_ledger");
    return new RunReport.BlockLine(
        index,
        row.getLong("opened_time"),
        row.getInt("farmers"),
        row.getInt("planted"),
        row.getInt("worked"),
        row.getInt("harvested"),
        row.getObject("best_zeros", Integer.class),
        failures(connection, index),
        seconds(opened, number(row, "first_plant_ledger")),
        seconds(opened, number(row, "last_plant_ledger")),
        row.getLong("fees"));
  }

  private static List<RunReport.Failure> failures(Connection connection, long index)
      throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(FAILURES)) {
      for (int i = 1; i <= 3; i++) {
        query.setLong(i, index);
      }
      List<RunReport.Failure> failures = new ArrayList<>();
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          failures.add(
              new RunReport.Failure(
                  row.getString("stage"),
                  row.getObject("farmer_id", UUID.class),
                  row.getString("cause"),
                  row.getString("debtor")));
        }
      }
      return failures;
    }
  }

  /** Whether all of this block's works and all harvests due by now have ended. */
  boolean workIsOver(long block) throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement query = connection.prepareStatement(WORK_OVER)) {
      query.setLong(1, block);
      query.setLong(2, block);
      query.setLong(3, block + 1);
      try (ResultSet row = query.executeQuery()) {
        return row.next() && row.getBoolean(1);
      }
    }
  }

  List<RunReport.FarmerLine> farmers() throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement query = connection.prepareStatement(FARMERS);
        ResultSet row = query.executeQuery()) {
      List<RunReport.FarmerLine> lines = new ArrayList<>();
      while (row.next()) {
        UUID id = row.getObject("id", UUID.class);
        Books.Position position = books.position(id);
        lines.add(
            new RunReport.FarmerLine(
                id,
                row.getString("state"),
                row.getInt("stake_percentage"),
                row.getInt("harvest_interval"),
                position.deposited().stroops(),
                row.getLong("staked"),
                row.getLong("forfeited"),
                row.getLong("earned"),
                row.getLong("to_pooler"),
                row.getLong("compensation"),
                position.fees().stroops(),
                row.getLong("to_farmer"),
                row.getLong("open"),
                position.custody().stroops()));
      }
      return lines;
    }
  }

  /** Over these blocks; all of them have closed. */
  RunReport.Rates rates(long from, long to) throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement query = connection.prepareStatement(RATES)) {
      for (int i = 0; i < 10; i++) {
        query.setLong(i + 1, i % 2 == 0 ? from : to);
      }
      try (ResultSet row = query.executeQuery()) {
        row.next();
        return new RunReport.Rates(
            rate(row.getLong("planted"), row.getLong("plantable")),
            rate(row.getLong("worked"), row.getLong("planted")),
            rate(row.getLong("harvested"), row.getLong("settled")));
      }
    }
  }

  private static double rate(long successes, long attempts) {
    return attempts == 0 ? 1 : (double) successes / attempts;
  }

  private static @Nullable Long seconds(@Nullable Long opened, @Nullable Long sent) {
    return opened == null || sent == null ? null : (sent - opened) * LEDGER_SECONDS;
  }

  private static @Nullable Long number(ResultSet row, String column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? null : value;
  }
}
