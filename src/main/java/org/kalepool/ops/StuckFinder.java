package org.kalepool.ops;

import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.kalepool.block.Blocks;
import org.kalepool.db.Db;
import org.kalepool.schedule.Overruns;
import org.kalepool.stellar.Chain;
import org.kalepool.stellar.RpcException;

/** Finds what has not moved for longer than it may, by what the database says. Changes nothing. */
@Singleton
final class StuckFinder {
  private static final Logger LOG = Logger.getLogger(StuckFinder.class);
  private static final String OPERATOR = "/api/v1/operator/";

  /** Parameters: the transactions' state, then the bound. */
  private static final String TRANSACTIONS =
      """
      select t.id, t.created_at, t.max_time, t.attempts, t.last_answer,
        min(a.action) as action, min(a.farmer_id::text) as farmer, min(a.block_index) as block
      from transactions t left join transaction_actions a on a.transaction_id = t.id
      where t.state = ? and %s
      group by t.id order by t.id
      """;

  private static final String FARMERS =
      """
      select f.id, coalesce(e.at, f.created_at) as at, coalesce(e.why, 'no XLM has arrived') as why,
        o.obstacle, o.detail as obstacle_detail, o.cause
      from farmers f
      left join lateral (select at, by_whom, why from farmer_events
                    where farmer_id = f.id order by id desc limit 1) e on true
      left join exit_obstacles o on o.farmer_id = f.id
      where f.state = ? and coalesce(e.at, f.created_at) < ?
        and (f.state <> 'SUSPENDED' or e.by_whom <> 'operator') order by f.seq
      """;

  /** The open transactions are what holds a block up. */
  private static final String BLOCKS =
      """
      select b.block_index, b.closed_at,
        (select string_agg(distinct t.id::text, ',') from transaction_actions a
         join transactions t on t.id = a.transaction_id
         where a.block_index = b.block_index and a.action = any (?)
           and t.state in ('QUEUED','BUILT')) as open
      from block_operations b
      where b.closed_at < ? and b.%s is null order by b.block_index
      """;

  private static final String PAILS =
      """
      select p.farmer_id, p.block_index, p.stake,
        least(b.live_until, p.planted_ledger + ? - 1) - ? as left_ledgers
      from open_pails p left join block_operations b on b.block_index = p.block_index
      where p.block_index < ? and least(b.live_until, p.planted_ledger + ? - 1) - ? < ?
      order by p.block_index, p.farmer_id
      """;

  private final Db db;
  private final Clock clock;
  private final Blocks blocks;
  private final Chain chain;
  private final WatchdogSettings settings;
  private final Overruns overruns;
  private volatile long knownLife;

  StuckFinder(
      Db db,
      Clock clock,
      Blocks blocks,
      Chain chain,
      WatchdogSettings settings,
      Overruns overruns) {
    this.db = db;
    this.clock = clock;
    this.blocks = blocks;
    this.chain = chain;
    this.settings = settings;
    this.overruns = overruns;
  }

  /** All of it, by kind. */
  List<Stuck> find() {
    List<Stuck> found = new ArrayList<>();
    Optional<Blocks.Current> network = blocks.current();
    network.ifPresent(now -> found.addAll(overdue(now)));
    found.addAll(queued());
    found.addAll(farmers(StuckKind.FARMER_REGISTERED, "REGISTERED", settings.registered()));
    found.addAll(farmers(StuckKind.FARMER_FUNDED, "FUNDED", settings.funded()));
    found.addAll(farmers(StuckKind.FARMER_LEAVING, "LEAVING", settings.leaving()));
    found.addAll(farmers(StuckKind.FARMER_SUSPENDED, "SUSPENDED", settings.suspended()));
    found.addAll(blocks(StuckKind.BLOCK_PLANTING, "planted_at", "PLANT"));
    found.addAll(blocks(StuckKind.BLOCK_WORK, "worked_at", "PLANT", "WORK"));
    network.ifPresent(now -> found.addAll(pails(now)));
    found.addAll(tasks());
    return found;
  }

  private Instant before(Duration bound) {
    return clock.instant().minus(bound);
  }

  private List<Stuck> overdue(Blocks.Current now) {
    return db.list(
        TRANSACTIONS.formatted("t.max_time < ?"),
        row ->
            transaction(
                StuckKind.TRANSACTION_OVERDUE, row, Instant.ofEpochSecond(row.getLong("max_time"))),
        "BUILT",
        now.closeTime() - settings.overdue().toSeconds());
  }

  private List<Stuck> queued() {
    return db.list(
        TRANSACTIONS.formatted("t.created_at < ?"),
        row ->
            transaction(
                StuckKind.TRANSACTION_QUEUED, row, row.getTimestamp("created_at").toInstant()),
        "QUEUED",
        before(settings.queued()));
  }

  private static Stuck transaction(StuckKind kind, ResultSet row, Instant since)
      throws SQLException {
    String id = row.getString("id");
    String answer = row.getString("last_answer");
    return new Stuck(
        kind,
        id,
        row.getString("farmer"),
        row.getObject("block", Long.class),
        since,
        row.getString("action")
            + " after "
            + row.getInt("attempts")
            + " attempts, last answer: "
            + (answer == null ? "none" : answer),
        commands(id));
  }

  private List<Stuck> farmers(StuckKind kind, String state, Duration bound) {
    return db.list(FARMERS, row -> farmer(kind, row), state, before(bound));
  }

  private static Stuck farmer(StuckKind kind, ResultSet row) throws SQLException {
    String id = row.getString("id");
    return new Stuck(
        kind,
        id,
        id,
        null,
        row.getTimestamp("at").toInstant(),
        kind == StuckKind.FARMER_LEAVING ? obstacle(row) : row.getString("why"),
        farmerCommands(kind, id));
  }

  private static List<String> farmerCommands(StuckKind kind, String id) {
    String look = "POST /api/v1/farmers/" + id + "/confirm-funding";
    String exit = "POST /api/v1/farmers/" + id + "/exit";
    String suspend = "POST " + OPERATOR + "farmers/" + id + "/suspend";
    return switch (kind) {
      case FARMER_REGISTERED -> List.of(look, exit);
      case FARMER_FUNDED -> List.of(look, suspend);
      case FARMER_LEAVING -> List.of(exit, suspend);
      default ->
          List.of(
              "POST " + OPERATOR + "reconcile", "POST " + OPERATOR + "farmers/" + id + "/resume");
    };
  }

  private static String obstacle(ResultSet row) throws SQLException {
    String obstacle = row.getString("obstacle");
    if (obstacle == null) {
      return "no obstacle is recorded";
    }
    String cause = row.getString("cause");
    String detail = row.getString("obstacle_detail");
    return obstacle
        + (cause == null ? "" : " (" + cause + ")")
        + (detail.isEmpty() ? "" : ": " + detail);
  }

  private List<Stuck> blocks(StuckKind kind, String column, String... actions) {
    return db.list(
        BLOCKS.formatted(column), row -> block(kind, row), actions, before(settings.block()));
  }

  private static Stuck block(StuckKind kind, ResultSet row) throws SQLException {
    String open = row.getString("open");
    List<String> ids = open == null ? List.of() : Arrays.asList(open.split(",", -1));
    return new Stuck(
        kind,
        row.getString("block_index"),
        null,
        row.getLong("block_index"),
        row.getTimestamp("closed_at").toInstant(),
        open == null
            ? "no transaction holds it up: the network or the database could not be read"
            : "waits for open transactions",
        ids.stream().flatMap(id -> commands(id).stream()).toList());
  }

  private List<Stuck> pails(Blocks.Current now) {
    long life = pailLife();
    if (life == 0) {
      return List.of();
    }
    return db.list(
        PAILS,
        row -> pail(row, clock.instant()),
        life,
        now.ledger(),
        now.index(),
        life,
        now.ledger(),
        settings.pailLedgers());
  }

  /** Ledgers that a pail lives, as last heard; 0 before anything was. */
  private long pailLife() {
    try {
      knownLife = chain.terms().minTemporaryTtl();
    } catch (RpcException e) {
      LOG.debugf("the life of pails is not asked for anew: %s", e.getMessage());
    }
    return knownLife;
  }

  private static Stuck pail(ResultSet row, Instant now) throws SQLException {
    String farmer = row.getString("farmer_id");
    long block = row.getLong("block_index");
    return new Stuck(
        StuckKind.PAIL_EXPIRING,
        farmer + "/" + block,
        farmer,
        block,
        now,
        row.getLong("stake") + " stroops, ledgers left to harvest: " + row.getLong("left_ledgers"),
        List.of("GET " + OPERATOR + "transactions", "GET /q/health/ready"));
  }

  private List<Stuck> tasks() {
    return overruns.lately().stream().map(StuckFinder::task).toList();
  }

  private static Stuck task(Overruns.Overrun overrun) {
    return new Stuck(
        StuckKind.TASK_OVERRAN,
        overrun.task(),
        null,
        null,
        overrun.since(),
        (overrun.running() ? "told to end, and still runs after " : "was ended after ")
            + overrun.ran().toSeconds()
            + " s at "
            + overrun.where(),
        List.of("GET /q/health/ready"));
  }

  private static List<String> commands(String transaction) {
    String one = "POST " + OPERATOR + "transactions/" + transaction;
    return List.of(one + "/retry", one + "/give-up");
  }
}
