package org.kalepool.lab.load;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.kalepool.cli.CommandException;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;
import org.kalepool.lab.BooksComparison;

/**
 * Reads a load run's figures from the database that the pool in the other process writes, on one
 * JDBC connection: a new one for each look would be a good part of what is measured.
 */
final class LoadReader implements AutoCloseable {
  private static final String STATES = "select state, count(*) from farmers group by state";
  private static final String BLOCK =
      """
      select b.opened_time, b.opened_ledger, b.seen_ledger,
        (select min(n.opened_time) from block_operations n where n.block_index > b.block_index)
          as next_time,
        (select count(*) from plantings p where p.block_index = b.block_index
           and p.status = 'PLANTED') as planted,
        (select min(p.ledger) from plantings p where p.block_index = b.block_index) as first_plant,
        (select max(p.ledger) from plantings p where p.block_index = b.block_index) as last_plant,
        (select count(distinct w.farmer_id) from works w where w.block_index = b.block_index
           and w.status = 'WORKED') as worked,
        (select count(*) from harvests h where h.block_index = b.block_index
           and h.status = 'HARVESTED') as harvested
      from block_operations b where b.block_index = ?
      """;
  private static final String TIMES =
      """
      select a.action, max(t.close_time) from transaction_actions a
      join transactions t on t.id = a.transaction_id
      where a.block_index = ? and coalesce(a.ended, t.state) = 'LANDED' group by a.action
      """;
  private static final String FAILURES =
      """
      select a.action || ' ' || coalesce(a.cause, t.cause), count(*) from transaction_actions a
      join transactions t on t.id = a.transaction_id
      where a.block_index = ? and coalesce(a.ended, t.state) in ('FAILED', 'REFUSED')
      group by 1 order by 1
      """;
  private static final String LEDGERS =
      """
      select distinct d.action, d.ledger from deeds d
      where d.block_index = ? and d.state = 'LANDED' and d.action in ('PLANT', 'WORK', 'HARVEST')
        and d.ledger is not null
      """;
  private static final String CARRIED =
      """
      select a.action, count(distinct t.id) as transactions, count(*) as deeds,
        min(e.inclusion_bid) as lowest, max(e.inclusion_bid) as highest,
        percentile_disc(0.5) within group (order by e.inclusion_bid) as usual,
        avg(coalesce(t.inclusion_charged, 0) / n.deeds) as place,
        avg(coalesce(a.fee_charged, t.fee_charged, 0)) as fee
      from transaction_actions a join transactions t on t.id = a.transaction_id
      left join transaction_envelopes e on e.hash = t.hash
      join lateral (select count(*)::numeric as deeds from transaction_actions o
        where o.transaction_id = t.id) n on true
      where a.block_index = ? and t.ledger is not null
        and a.action in ('PLANT', 'WORK', 'HARVEST')
      group by a.action
      """;
  private static final String FEES =
      """
      select a.action, n.deeds > 1 as together, count(*) as deeds,
        sum(coalesce(a.fee_charged, t.fee_charged, 0)) as fees
      from transaction_actions a join transactions t on t.id = a.transaction_id
      join lateral (select count(*) as deeds from transaction_actions o
        where o.transaction_id = a.transaction_id) n on true
      where a.action in ('PLANT', 'WORK', 'HARVEST') and a.block_index between ? and ?
        and coalesce(a.fee_charged, t.fee_charged) is not null
      group by 1, 2 order by 1, 2
      """;
  private static final String SETTLED =
      """
      select not exists (select 1 from unsettled_pails where block_index = ?)
        and exists (select 1 from block_operations where block_index = ? and closed_at is not null)
      """;
  private static final String BALANCES =
      """
      select substr(account, strpos(account, ':') + 1) as farmer, split_part(account, ':', 1) as kind,
        balance from account_balances
      where split_part(account, ':', 1) in ('custody', 'pail', 'xlm')
      """;

  private final Connection connection;

  private LoadReader(Connection connection) {
    this.connection = connection;
  }

  static LoadReader open(DataSource database) throws SQLException {
    return new LoadReader(database.getConnection());
  }

  /**
   * A block as the pool farmed it.
   *
   * @param firstLedger the first in which a plant could land
   * @param lastLedger the last in which one did, less than the first if none did
   * @param times when the last landed, Unix seconds, by action
   */
  record Farmed(
      long opened,
      @Nullable Long nextOpened,
      int planted,
      int worked,
      int harvested,
      long firstLedger,
      long lastLedger,
      Map<String, Long> times,
      Map<String, Integer> failures) {

    /** Seconds from a moment until the last of these landed, null if none did. */
    @Nullable Long after(@Nullable Long from, String action) {
      Long last = times.get(action);
      return last == null || from == null ? null : last - from;
    }
  }

  Map<String, Integer> states() throws SQLException {
    return counts(STATES, null);
  }

  String poolersWallet() throws SQLException {
    try (PreparedStatement query =
            connection.prepareStatement("select wallet from poolers where own");
        ResultSet row = query.executeQuery()) {
      if (!row.next()) {
        throw new CommandException("the pool has no pooler of its own");
      }
      return row.getString(1);
    }
  }

  Farmed block(long index) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(BLOCK)) {
      query.setLong(1, index);
      try (ResultSet row = query.executeQuery()) {
        if (!row.next()) {
          throw new CommandException("the pool has not seen block " + index);
        }
        long opened =
            row.getObject("opened_ledger") == null
                ? row.getLong("seen_ledger")
                : row.getLong("opened_ledger");
        long first = row.getLong("first_plant");
        // Who opens a block plants in its very ledger; whoever sees it open plants in the next.
        long possible = row.wasNull() ? opened + 1 : Math.min(first, opened + 1);
        return new Farmed(
            row.getLong("opened_time"),
            row.getObject("next_time", Long.class),
            row.getInt("planted"),
            row.getInt("worked"),
            row.getInt("harvested"),
            possible,
            row.getLong("last_plant"),
            times(index),
            counts(FAILURES, index));
      }
    }
  }

  /** The ledgers in which deeds of a block landed, by action. */
  Map<String, Set<Long>> ledgers(long index) throws SQLException {
    Map<String, Set<Long>> ledgers = new TreeMap<>();
    try (PreparedStatement query = connection.prepareStatement(LEDGERS)) {
      query.setLong(1, index);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          ledgers.computeIfAbsent(row.getString(1), _ -> new HashSet<>()).add(row.getLong(2));
        }
      }
    }
    return ledgers;
  }

  /** By which transactions deeds of a block came into ledgers, by action. */
  Map<String, LoadCarried> carried(long index) throws SQLException {
    Map<String, LoadCarried> carried = new TreeMap<>();
    try (PreparedStatement query = connection.prepareStatement(CARRIED)) {
      query.setLong(1, index);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          carried.put(
              row.getString("action"),
              new LoadCarried(
                  row.getInt("transactions"),
                  row.getInt("deeds"),
                  row.getLong("lowest"),
                  row.getLong("usual"),
                  row.getLong("highest"),
                  row.getDouble("place"),
                  row.getDouble("fee")));
        }
      }
    }
    return carried;
  }

  private Map<String, Long> times(long index) throws SQLException {
    Map<String, Long> times = new HashMap<>();
    try (PreparedStatement query = connection.prepareStatement(TIMES)) {
      query.setLong(1, index);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          times.put(row.getString(1), row.getLong(2));
        }
      }
    }
    return times;
  }

  private Map<String, Integer> counts(String sql, @Nullable Long index) throws SQLException {
    Map<String, Integer> counts = new TreeMap<>();
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      if (index != null) {
        query.setLong(1, index);
      }
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          counts.put(row.getString(1), row.getInt(2));
        }
      }
    }
    return counts;
  }

  /** What the deeds of these blocks have cost; of a batch each has its share. */
  List<LoadFees.Deeds> fees(long from, long through) throws SQLException {
    List<LoadFees.Deeds> found = new ArrayList<>();
    try (PreparedStatement query = connection.prepareStatement(FEES)) {
      query.setLong(1, from);
      query.setLong(2, through);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          found.add(
              new LoadFees.Deeds(
                  row.getString("action"),
                  row.getBoolean("together"),
                  row.getLong("deeds"),
                  row.getLong("fees")));
        }
      }
    }
    return found;
  }

  /** Whether a block is closed and none of its pails is left. */
  boolean settled(long index) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(SETTLED)) {
      query.setLong(1, index);
      query.setLong(2, index);
      try (ResultSet row = query.executeQuery()) {
        return row.next() && row.getBoolean(1);
      }
    }
  }

  /** What the books say that each farmer has. */
  Map<UUID, BooksComparison.Booked> booked() throws SQLException {
    Map<String, Map<String, Long>> balances = new HashMap<>();
    try (PreparedStatement query = connection.prepareStatement(BALANCES);
        ResultSet row = query.executeQuery()) {
      while (row.next()) {
        balances
            .computeIfAbsent(row.getString("farmer"), it -> new HashMap<>())
            .put(row.getString("kind"), row.getBigDecimal("balance").longValueExact());
      }
    }
    Map<UUID, BooksComparison.Booked> booked = new HashMap<>();
    balances.forEach(
        (farmer, held) ->
            booked.put(
                UUID.fromString(farmer),
                new BooksComparison.Booked(
                    Kale.ofStroops(held.getOrDefault("custody", 0L)),
                    Kale.ofStroops(held.getOrDefault("pail", 0L)),
                    Xlm.ofStroops(held.getOrDefault("xlm", 0L)))));
    return booked;
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
