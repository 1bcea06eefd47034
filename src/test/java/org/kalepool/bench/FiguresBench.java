package org.kalepool.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.kalepool.testing.TestDatabase;

/**
 * How long what pages show of blocks takes, as {@code EXPLAIN ANALYZE} has it, with thirty days of
 * blocks: the newest as they were written, each farmer planted, worked and harvested in each of
 * them, every deed with a transaction of its own, and the sums of those that are archived. Not a
 * part of the suite: {@code ./mvnw test -Dtest=FiguresBench}; {@code -Dbench.farmers=N}, {@code
 * -Dbench.blocks=N} and {@code -Dbench.archived=N} change its size.
 */
class FiguresBench {
  private static final long FARMERS = Long.getLong("bench.farmers", 1_000);
  private static final long BLOCKS = Long.getLong("bench.blocks", 300);
  private static final long ARCHIVED = Long.getLong("bench.archived", 8_340);
  private static final long NEWEST = ARCHIVED + BLOCKS;
  private static final int TRIES = 3;
  private static final double MOST_MILLIS = 200;

  private static final String FIGURES =
      "block_index, opened_time, seconds, farmers, planted, worked, harvested, lost, rewards, fees,"
          + " pooler_share, compensations, staked, best_zeros";

  @Test
  void whatOperatorsPagesAskForTakesLessThanAFifthOfASecond() throws IOException, SQLException {
    TestDatabase database = TestDatabase.create();
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      long before = System.nanoTime();
      fill(statement);
      System.out.printf(
          "%d blocks of %d farmers, and %d archived, made in %d s: %d rows%n",
          BLOCKS,
          FARMERS,
          ARCHIVED,
          TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - before),
          rows(statement));
      Map<String, Double> sweeps = measure(statement, sweeps());
      Map<String, Double> pages = measure(statement, pages());
      System.out.println(sweeps + " " + pages);
      assertThat(pages.values()).allSatisfy(it -> assertThat(it).isLessThan(MOST_MILLIS));
      assertThat(number(statement, "select sum(fees) from block_figures"))
          .isEqualTo(NEWEST * FARMERS * 3 * 100);
    } finally {
      database.drop();
    }
  }

  private static Map<String, String> pages() {
    Map<String, String> asked = new LinkedHashMap<>();
    asked.put(
        "the chart of a day's blocks",
        "select * from block_figures where block_index < 1000000000 order by block_index desc"
            + " limit 288");
    asked.put(
        "a page of 96 blocks",
        "select * from listed_blocks where block_index < 1000000000 order by block_index desc"
            + " limit 97");
    asked.put(
        "a week's rewards",
        "select sum(rewards) from listed_blocks where opened_time >= " + (NEWEST - 2016) * 300);
    asked.put("the chart of days", "select * from day_figures order by day desc limit 31");
    asked.put("debts", "select debts, kale, xlm from unpaid_debts");
    asked.put("farmers that differ", "select farmer_id from differing_now order by seq limit 20");
    asked.put("farmers with little XLM", "select count(*) from farming_xlm where xlm < 20000000");
    return asked;
  }

  /** What the sweep asks beside, and summaries of whole blocks, which are counted anew. */
  private static Map<String, String> sweeps() {
    Map<String, String> asked = new LinkedHashMap<>();
    asked.put(
        "rows to be made anew",
        """
        (select block_index from block_summary order by block_index desc limit 4)
        union
        (select b.block_index from figured_blocks b
           where not exists (select 1 from block_figures f where f.block_index = b.block_index)
           order by b.block_index desc limit 50)
        union
        (select f.block_index from block_figures f
           join figured_blocks b on b.block_index = f.block_index
           where f.block_index in (select distinct s.block_index from settled_order s
               where s.id > (select max(id) from settled_order) - 5000)
             and f.harvested + f.lost <> (select count(*) from settled_order s
               where s.block_index = f.block_index)
           order by f.block_index limit 50)
        """);
    asked.put(
        "figures of the four newest blocks",
        "select "
            + FIGURES
            + " from figured_blocks where block_index in ("
            + (NEWEST - 3)
            + ", "
            + (NEWEST - 2)
            + ", "
            + (NEWEST - 1)
            + ", "
            + NEWEST
            + ")");
    asked.put(
        "a page of 96 blocks, counted anew",
        "select * from block_summary order by block_index desc limit 97");
    return asked;
  }

  private static void fill(Statement statement) throws SQLException {
    String each =
        " from generate_series(%d, %d) b, generate_series(1, %d) f"
            .formatted(ARCHIVED + 1, NEWEST, FARMERS);
    String farmer = "md5('f' || f)::uuid";
    String own = "md5('pooler')::uuid";
    String deed = "((b - 1) * " + FARMERS + " + f - 1) * 3 + ";
    statement.execute("set session_replication_role = replica");
    statement.execute("set synchronous_commit = off");
    statement.execute(
        "insert into farmers (id, pooler_id, custodial, payout, token_hash, state, created_at,"
            + " seen_at, funded_at) select "
            + farmer
            + ", "
            + own
            + ", rpad('G' || f, 56, 'A'), rpad('P' || f, 56, 'A'), f::text::bytea, 'ACTIVE', now(),"
            + " now(), now() from generate_series(1, "
            + FARMERS
            + ") f");
    statement.execute(
        "insert into account_balances (account, asset, balance) select 'xlm:' || "
            + farmer
            + ", 'XLM', f * 100000 from generate_series(1, "
            + FARMERS
            + ") f");
    statement.execute(
        "insert into block_operations (block_index, opened_time, seen_ledger, seen_at, closed_at)"
            + " select b, b * 300, b * 60, now(), now() from generate_series(1, "
            + NEWEST
            + ") b");
    statement.execute(
        """
        insert into archived_blocks (block_index, farmers, planted, worked, harvested, lost, staked,
          rewards, best_zeros)
        select b, %1$d, %1$d, %1$d, %1$d, 0, %1$d * 500000000::numeric, %1$d * 1000000, 7
        from generate_series(1, %2$d) b
        """
            .formatted(FARMERS, ARCHIVED));
    for (int kind = 1; kind <= 3; kind++) {
      String id = deed + kind;
      statement.execute(
          "insert into transactions (id, lane, state, call, sequence, hash, ledger, fee_charged,"
              + " created_at) overriding system value select "
              + id
              + ", rpad('G' || f, 56, 'A'), 'LANDED', 'call', b, md5(("
              + id
              + ")::text), b * 60, 100, now()"
              + each);
      statement.execute(
          "insert into transaction_actions (transaction_id, farmer_id, block_index, action, live)"
              + " select "
              + id
              + ", "
              + farmer
              + ", b, (array['PLANT','WORK','HARVEST'])["
              + kind
              + "], false"
              + each);
    }
    statement.execute(
        "insert into plantings (block_index, farmer_id, pooler_id, status, stake,"
            + " stake_percentage, harvest_interval, share_basis_points, transaction_id, ledger,"
            + " planted_at) select b, "
            + farmer
            + ", "
            + own
            + ", 'PLANTED', 500000000, 50, 1, 500, "
            + deed
            + "1, b * 60, now()"
            + each);
    statement.execute(
        "insert into works (block_index, farmer_id, pooler_id, kind, status, zeros, gap,"
            + " transaction_id, ledger, worked_at) select b, "
            + farmer
            + ", "
            + own
            + ", 'FINAL', 'WORKED', 7, 20, "
            + deed
            + "2, b * 60, now()"
            + each);
    statement.execute(
        "insert into harvests (block_index, farmer_id, pooler_id, status, stake, reward,"
            + " share_basis_points, transaction_id, ledger, harvested_at) select b, "
            + farmer
            + ", "
            + own
            + ", 'HARVESTED', 500000000, 1000000, 500, "
            + deed
            + "3, b * 60, now()"
            + each);
    statement.execute("analyze");
    statement.execute(
        "insert into block_figures (" + FIGURES + ") select " + FIGURES + " from figured_blocks");
    statement.execute(
        """
        insert into block_figures (%3$s)
        select b, b * 300, 300, %1$d, %1$d, %1$d, %1$d, 0, %1$d * 1000000, %1$d * 300, %1$d * 50000, 0,
          %1$d * 500000000::numeric, 7
        from generate_series(1, %2$d) b
        """
            .formatted(FARMERS, ARCHIVED, FIGURES));
    statement.execute(
        "insert into day_figures (day, blocks, seconds, farmers, planted, worked, harvested, lost,"
            + " rewards, fees, pooler_share, compensations)"
            + " select date '1970-01-01' + (opened_time / 86400)::integer, count(*), avg(seconds),"
            + " sum(farmers), sum(planted), sum(worked), sum(harvested), sum(lost), sum(rewards),"
            + " sum(fees), sum(pooler_share), sum(compensations) from block_figures group by 1");
    statement.execute("vacuum analyze");
  }

  private static long rows(Statement statement) throws SQLException {
    long rows = 0;
    for (String table :
        new String[] {"transactions", "transaction_actions", "plantings", "works", "harvests"}) {
      rows += number(statement, "select count(*) from " + table);
    }
    return rows;
  }

  private static long number(Statement statement, String query) throws SQLException {
    try (ResultSet result = statement.executeQuery(query)) {
      result.next();
      return result.getLong(1);
    }
  }

  /** The least of some tries, milliseconds: what is slower on a busy machine is the machine. */
  private static Map<String, Double> measure(Statement statement, Map<String, String> asked)
      throws SQLException {
    Map<String, Double> least = new LinkedHashMap<>();
    for (Map.Entry<String, String> each : asked.entrySet()) {
      for (int i = 0; i < TRIES; i++) {
        StringBuilder plan = new StringBuilder();
        try (ResultSet lines = statement.executeQuery("explain (analyze) " + each.getValue())) {
          String line = "";
          while (lines.next()) {
            line = lines.getString(1);
            plan.append(line).append('\n');
          }
          double millis = Double.parseDouble(line.replaceAll("[^0-9.]", ""));
          least.merge(each.getKey(), millis, Math::min);
        }
        if (i == 0) {
          System.out.printf("%s:%n%s%n", each.getKey(), plan);
        }
      }
    }
    return least;
  }
}
