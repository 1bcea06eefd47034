package org.kalepool.crash;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import javax.sql.DataSource;
import org.kalepool.kale.Address;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;
import org.kalepool.lab.sandbox.Rival;
import org.kalepool.lab.sandbox.Sandbox;

/** Reads a run's books from the tables and holds them against the network's own entries. */
final class Audit {
  private static final String DEEDS =
      """
      select who, block_index, what, extra from (
        select payout as who, block_index, status as what, 1 as place,
               coalesce(cause, '') as extra
        from plantings p join farmers f on f.id = p.farmer_id
        where block_index between 1 and ?
        union all
        select distinct payout, block_index, w.status, 2, coalesce(cause, '')
        from works w join farmers f on f.id = w.farmer_id where block_index <= ?
        union all
        select payout, block_index, h.status, 3, coalesce(cause, '')
        from harvests h join farmers f on f.id = h.farmer_id where block_index <= ?
        union all
        select payout, null, 'paid ' || e.earned, 4, 'of what was earned'
        from earned_payouts e join farmers f on f.id = e.farmer_id) d
      order by who, block_index, place, what
      """;
  private static final String STATES =
      """
      select f.payout || ' ' || e.from_state || ' ' || e.to_state
      from farmer_events e join farmers f on f.id = e.farmer_id order by f.payout, e.id
      """;
  private static final String WRONG =
      """
      select 'transaction ' || id || ' does not end: ' || state from transactions
        where state in ('QUEUED','BUILT') and created_at < ?
      union all
      select 'pail of block ' || block_index || ' is still open' from open_pails
        where block_index <= ? - 2
      union all
      select 'books and chain differed in ' || what || ' by ' || difference from reconciliations
        where difference <> 0
      union all
      select 'journal entry ' || entry_id || ' does not balance' from journal_lines
        group by entry_id, asset having sum(amount) <> 0
      union all
      select 'the pooler owes for block ' || block_index from compensations
      union all
      select a.action || ' landed twice of block ' || coalesce(a.block_index::text, '-') from deeds a
        where a.state = 'LANDED' and a.action in ('MAKE_VAULT','PLANT','HARVEST','STOP','COVER')
        group by a.farmer_id, a.block_index, a.action having count(*) > 1
      union all
      select 'waits to leave: ' || obstacle || ' ' || detail from exit_obstacles
      union all
      select 'balance of ' || b.account || ' is not its lines' from account_balances b
        where b.balance <> (select coalesce(sum(amount), 0) from journal_lines l
                            where l.account = b.account and l.asset = b.asset)
      """;

  private final DataSource database;
  private final Sandbox sandbox;
  private final VaultOwners owners;

  Audit(DataSource database, Sandbox sandbox, VaultOwners owners) {
    this.database = database;
    this.sandbox = sandbox;
    this.owners = owners;
  }

  /**
   * Reads what the run did up to and including a block.
   *
   * @param names of the farmers, by their payout wallets
   * @param poolers the poolers' wallets
   * @param earned what the contract owed each farmer for its pails, stroops
   * @param quiet transactions that were asked for before this must have ended
   */
  Book read(
      long block,
      Map<Address, String> names,
      List<Address> poolers,
      Map<String, Long> earned,
      Instant quiet)
      throws SQLException {
    try (Connection connection = database.getConnection()) {
      List<String> wrong = texts(connection, WRONG, Timestamp.from(quiet), block);
      Map<String, Long> balances = new TreeMap<>();
      farmers(connection, names, balances, wrong);
      for (Address pooler : poolers) {
        splits(connection, pooler, wrong);
      }
      wrong.addAll(owners.wrong(connection));
      earned.forEach(
          (name, stroops) ->
              differ(
                  wrong,
                  name + "'s rewards by the contract's rule",
                  stroops,
                  Math.abs(balances.getOrDefault(name + " rewards", 0L))));
      return new Book(
          deeds(connection, block, names),
          texts(connection, STATES).stream().map(t -> named(t, names)).toList(),
          game(block),
          balances,
          wrong);
    }
  }

  private List<String> game(long last) {
    List<String> game = new ArrayList<>();
    for (long index = 1; index <= last; index++) {
      long at = index;
      sandbox
          .block(at)
          .ifPresent(it -> game.add(at + ": " + it.normalizedTotal() + " of " + it.stakedTotal()));
    }
    return game;
  }

  private static List<String> deeds(Connection connection, long block, Map<Address, String> names)
      throws SQLException {
    List<String> deeds = new ArrayList<>();
    try (PreparedStatement query = connection.prepareStatement(DEEDS)) {
      for (int i = 1; i <= 3; i++) {
        query.setLong(i, block);
      }
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          String what = row.getString("what") + " " + row.getString("extra");
          deeds.add(
              named(row.getString("who"), names)
                  + " "
                  + (row.getString("block_index") == null ? "" : row.getString("block_index") + " ")
                  + what.strip());
        }
      }
    }
    return deeds;
  }

  private void farmers(
      Connection connection,
      Map<Address, String> names,
      Map<String, Long> balances,
      List<String> wrong)
      throws SQLException {
    try (PreparedStatement query =
            connection.prepareStatement("select id, custodial, payout from farmers order by seq");
        ResultSet row = query.executeQuery()) {
      while (row.next()) {
        UUID id = row.getObject("id", UUID.class);
        Address payout = Address.of(row.getString("payout"));
        String name = named(payout.text(), names);
        Address custodial = Address.of(row.getString("custodial"));
        for (String account :
            List.of(
                "custody",
                "pail",
                "deposits",
                "rewards",
                "forfeits",
                "payout",
                "pooler-share",
                "cover")) {
          balances.put(name + " " + account, balances(connection, account + ":" + id));
        }
        differ(
            wrong,
            name + "'s KALE",
            sandbox.kale(custodial).orElse(Kale.ZERO).stroops(),
            balance(connection, "custody:" + id, "KALE"));
        differ(
            wrong,
            name + "'s XLM",
            sandbox.lumens(custodial).orElse(Xlm.ZERO).stroops(),
            balance(connection, "xlm:" + id, "XLM"));
        differ(
            wrong,
            name + "'s pails",
            staked(connection, id, custodial),
            balance(connection, "pail:" + id, "KALE"));
        differ(
            wrong,
            name + "'s payout",
            sandbox.kale(payout).orElse(Kale.ZERO).stroops() + Rival.claimable(sandbox, payout),
            balance(connection, "payout:" + id, "KALE")
                + owners.left(payout, balance(connection, "deposits:" + id, "KALE")));
      }
    }
  }

  /** A pooler that had nothing before holds what splits and payouts say, no more and no less. */
  private void splits(Connection connection, Address pooler, List<String> wrong)
      throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement(
            "select (select coalesce(sum(s.to_pooler - s.from_pooler), 0) from split_parts s"
                + " where s.pooler_id = p.id) + (select coalesce(sum(to_pooler), 0)"
                + " from late_parts l where l.pooler_id = p.id)"
                + " + (select coalesce(sum(to_pooler), 0) from split_earned e"
                + " where e.pooler_id = p.id) from poolers p"
                + " where p.wallet = ?")) {
      query.setString(1, pooler.text());
      try (ResultSet row = query.executeQuery()) {
        row.next();
        differ(
            wrong,
            "the pooler's KALE",
            sandbox.kale(pooler).orElse(Kale.ZERO).stroops(),
            row.getLong(1));
      }
    }
  }

  private static void differ(List<String> wrong, String what, long chain, long books) {
    if (chain != books) {
      wrong.add(what + ": the chain has " + chain + ", the books say " + books);
    }
  }

  private long staked(Connection connection, UUID farmer, Address custodial) throws SQLException {
    long staked = 0;
    for (long block = 0; block <= sandbox.farm().index(); block++) {
      long index = block;
      staked += sandbox.pail(custodial, index).map(p -> p.stake().longValueExact()).orElse(0L);
    }
    return staked;
  }

  /** KALE in the account, or in those of it that are kept by pooler. */
  private static long balances(Connection connection, String account) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement(
            "select coalesce(sum(amount), 0) from journal_lines where asset = 'KALE'"
                + " and (account = ? or account like ? || ':%')")) {
      query.setString(1, account);
      query.setString(2, account);
      try (ResultSet row = query.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  private static long balance(Connection connection, String account, String asset)
      throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement(
            "select coalesce(sum(amount), 0) from journal_lines where account = ? and asset = ?")) {
      query.setString(1, account);
      query.setString(2, asset);
      try (ResultSet row = query.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  private static List<String> texts(Connection connection, String sql, Object... parameters)
      throws SQLException {
    List<String> texts = new ArrayList<>();
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        query.setObject(i + 1, parameters[i]);
      }
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          texts.add(row.getString(1));
        }
      }
    }
    return texts;
  }

  private static String named(String text, Map<Address, String> names) {
    String named = text;
    for (Map.Entry<Address, String> name : names.entrySet()) {
      named = named.replace(name.getKey().text(), name.getValue());
    }
    return named;
  }
}
