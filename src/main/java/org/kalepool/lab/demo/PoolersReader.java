package org.kalepool.lab.demo;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.kalepool.kale.Address;
import org.kalepool.kale.Kale;
import org.kalepool.lab.sandbox.Sandbox;

/** Reads the run's figures by pooler, from the tables by JDBC and from the sandbox. */
final class PoolersReader {
  private static final String POOLERS =
      """
      select p.id, p.name, p.wallet, p.own, p.active,
        (select count(*) from farmers f where f.pooler_id = p.id and f.state <> 'DEPARTED') as farmers,
        (select count(*) from plantings l where l.pooler_id = p.id and status = 'PLANTED') as planted,
        (select coalesce(sum(stake), 0) from plantings l
           where l.pooler_id = p.id and status = 'PLANTED') as staked,
        (select count(distinct (farmer_id, block_index)) from works w
           where w.pooler_id = p.id and status = 'WORKED') as worked,
        (select count(*) from harvests h where h.pooler_id = p.id and status = 'HARVESTED')
          as harvested,
        (select count(*) from harvests h where h.pooler_id = p.id and status = 'LOST') as lost,
        (select coalesce(sum(reward), 0) from harvests h
           where h.pooler_id = p.id and status = 'HARVESTED') as earned,
        (select coalesce(sum(stake), 0) from harvests h
           where h.pooler_id = p.id and status = 'LOST') as forfeited,
        (select count(*) from work_reports r where r.pooler_id = p.id) as reported,
        (select coalesce(sum(to_pooler), 0) from split_parts s where s.pooler_id = p.id)
          + (select coalesce(sum(to_pooler), 0) from late_parts l where l.pooler_id = p.id) as paid,
        (select owed from pooler_debts d where d.pooler_id = p.id) as owes,
        (select coalesce(sum(earned), 0) from earned_by_terms e where e.pooler_id = p.id)
          as earned_by_terms,
        (select coalesce(sum(balance), 0) from account_balances
           where account like 'pooler-share:%:' || p.id and asset = 'KALE') as booked,
        (select coalesce(sum(balance), 0) from account_balances
           where account like 'owed:%:' || p.id and asset = 'KALE') as owed_to_farmers
      from poolers p order by p.own desc, p.name
      """;
  private static final String IN_BLOCK =
      """
      select p.id, p.name, p.own, h.hash_rate,
        (select count(*) from farmers f where f.pooler_id = p.id and f.state = 'ACTIVE') as farmers,
        coalesce(b.farmers, 0) as in_block, coalesce(b.planted, 0) as planted, coalesce(b.worked, 0) as worked,
        coalesce(b.harvested, 0) as harvested, coalesce(b.lost, 0) as lost
      from poolers p
      left join block_poolers b on b.pooler_id = p.id and b.block_index = ?
      left join pooler_heartbeats h on h.pooler_id = p.id
      order by p.own desc, p.name
      """;
  // The last block in which anybody was planted for the pooler, and who has no report of it.
  private static final String LAST_WORK =
      """
      select p.block_index, count(*) filter (where r.farmer_id is null) as unreported
      from plantings p
      left join work_reports r on r.farmer_id = p.farmer_id and r.block_index = p.block_index
      where p.pooler_id = ? and p.status = 'PLANTED'
      group by p.block_index order by p.block_index desc limit 1
      """;

  private final DataSource database;
  private final Sandbox sandbox;

  PoolersReader(DataSource database, Sandbox sandbox) {
    this.database = database;
    this.sandbox = sandbox;
  }

  /**
   * A pooler in one block.
   *
   * @param hashRate hashes a second as a remote one has said last, 0 for none
   * @param active farmers who are with it now
   * @param farmers who were with it in the block
   */
  record InBlock(
      UUID id,
      String name,
      boolean own,
      long hashRate,
      int active,
      int farmers,
      int planted,
      int worked,
      int harvested,
      int lost) {}

  List<InBlock> block(long index) throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement query = connection.prepareStatement(IN_BLOCK)) {
      query.setLong(1, index);
      List<InBlock> lines = new ArrayList<>();
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          lines.add(
              new InBlock(
                  row.getObject("id", UUID.class),
                  row.getString("name"),
                  row.getBoolean("own"),
                  row.getLong("hash_rate"),
                  row.getInt("farmers"),
                  row.getInt("in_block"),
                  row.getInt("planted"),
                  row.getInt("worked"),
                  row.getInt("harvested"),
                  row.getInt("lost")));
        }
      }
      return lines;
    }
  }

  /**
   * Whether the pooler may leave: from the middle of the run on, once all its farmers are planted,
   * so that there is something for it to end; at the end of the run in any case.
   */
  boolean mayLeave(UUID pooler, DemoPlace.Target target, long running) throws SQLException {
    if (running > target.last()) {
      return true;
    }
    for (InBlock each : running < target.middle() ? List.<InBlock>of() : block(running)) {
      if (each.id().equals(pooler)) {
        return each.planted() >= each.active();
      }
    }
    return false;
  }

  /** Whether a pooler for whom nothing is planted any more has nothing left to work or report. */
  boolean isDone(UUID pooler, long running) throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement query = connection.prepareStatement(LAST_WORK)) {
      query.setObject(1, pooler);
      try (ResultSet row = query.executeQuery()) {
        if (!row.next()) {
          return true;
        }
        long last = row.getLong("block_index");
        // a machine that was killed before it knew of a plant cannot report on it
        return (running > last && row.getLong("unreported") == 0) || running > last + 1;
      }
    }
  }

  List<RunReport.PoolerLine> poolers() throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement query = connection.prepareStatement(POOLERS);
        ResultSet row = query.executeQuery()) {
      List<RunReport.PoolerLine> lines = new ArrayList<>();
      while (row.next()) {
        lines.add(line(row));
      }
      return lines;
    }
  }

  private RunReport.PoolerLine line(ResultSet row) throws SQLException {
    return new RunReport.PoolerLine(
        row.getObject("id", UUID.class),
        row.getString("name"),
        row.getBoolean("own"),
        row.getBoolean("active"),
        row.getInt("farmers"),
        row.getInt("planted"),
        row.getInt("worked"),
        row.getInt("harvested"),
        row.getInt("lost"),
        row.getInt("reported"),
        row.getLong("staked"),
        row.getLong("earned"),
        row.getLong("forfeited"),
        row.getLong("paid"),
        row.getLong("owes"),
        difference(row));
  }

  private long difference(ResultSet row) throws SQLException {
    long paid = row.getLong("paid");
    long difference = apart(row.getLong("earned"), row.getLong("earned_by_terms"));
    difference = Math.addExact(difference, apart(paid, row.getLong("booked")));
    difference =
        Math.addExact(difference, apart(row.getLong("owes"), row.getLong("owed_to_farmers")));
    if (!row.getBoolean("own")) {
      // nobody has its key, so it holds what it was paid
      Address wallet = Address.of(row.getString("wallet"));
      long held = sandbox.kale(wallet).orElse(Kale.ZERO).stroops();
      difference = Math.addExact(difference, apart(held, paid));
    }
    return difference;
  }

  private static long apart(long one, long other) {
    return Math.absExact(Math.subtractExact(one, other));
  }
}
