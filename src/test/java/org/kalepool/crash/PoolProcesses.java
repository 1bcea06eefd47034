package org.kalepool.crash;

import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntFunction;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.kalepool.lab.sandbox.Sandbox;

/**
 * The pool of a scenario: a process that is started again whenever it dies, or, in a run of two,
 * whose standby takes over.
 */
final class PoolProcesses implements AutoCloseable {
  private static final Duration RELEASE = Duration.ofSeconds(15);

  private final ChildPool.Launch launch;
  private final Path log;
  private final DataSource database;
  private final String jdbcUrl;
  private final Sandbox sandbox;
  private final boolean two;
  private final Map<String, String> contracts;
  private final IntFunction<Map<String, String>> atStart;
  private final List<String> halts = new ArrayList<>();
  private final List<Takeover> takeovers = new ArrayList<>();
  private @Nullable ChildPool child;

  /** In a run of two: who takes over when the child dies. */
  private @Nullable ChildPool standby;

  private long fence;
  private int starts;

  /** What the pool's clock shows, or will show when it has been started again. */
  private long clock;

  /**
   * What became of a dead leader's lead.
   *
   * @param released how long the database took to see that it had gone
   * @param seconds of the network from its death to the end of the step in which the other farmed
   * @param farms whether the other has the next fencing number after that step
   */
  record Takeover(String point, Duration released, int seconds, boolean farms) {}

  /**
   * @param two whether a second pool stands by from the start, and takes over from one that dies
   * @param contracts settings of all of them
   * @param atStart further settings of the first, second, … child: its crash point, its log
   */
  PoolProcesses(
      ChildPool.Launch launch,
      Path log,
      DataSource database,
      String jdbcUrl,
      Sandbox sandbox,
      boolean two,
      Map<String, String> contracts,
      IntFunction<Map<String, String>> atStart) {
    this.launch = launch;
    this.log = log;
    this.database = database;
    this.jdbcUrl = jdbcUrl;
    this.sandbox = sandbox;
    this.two = two;
    this.contracts = contracts;
    this.atStart = atStart;
    this.clock = sandbox.now();
  }

  /** Where the child halted, in its own words. */
  List<String> halts() {
    return List.copyOf(halts);
  }

  List<Takeover> takeovers() {
    return List.copyOf(takeovers);
  }

  /** Moves the clock on by so many seconds, and does what the pool makes of it. */
  void step(int seconds) {
    int died = halts.size();
    with(
        pool -> {
          pool.step(seconds);
          return true;
        });
    if (two) {
      standby().step(seconds);
      tookOver(halts.subList(died, halts.size()), seconds);
    }
    clock += seconds;
  }

  /** Whoever takes over has the fencing number that follows. */
  private void tookOver(List<String> points, int seconds) {
    long now = number("select fence from leadership");
    boolean farms = now >= fence + points.size();
    takeovers.replaceAll(
        each ->
            points.contains(each.point())
                ? new Takeover(each.point(), each.released(), seconds, farms)
                : each);
    fence = now;
  }

  private long number(String sql) {
    try (Connection connection = database.getConnection();
        Statement query = connection.createStatement();
        ResultSet row = query.executeQuery(sql)) {
      return row.next() ? row.getLong(1) : 0;
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  /** The standby has the lead's place, and another stands by. */
  private void promote() {
    long started = System.nanoTime();
    await()
        .atMost(RELEASE)
        .until(
            () ->
                number(
                        "select count(*) from pg_locks where locktype = 'advisory' and granted"
                            + " and database = (select oid from pg_database where datname ="
                            + " current_database())")
                    == 0);
    Duration released = Duration.ofNanos(System.nanoTime() - started);
    takeovers.add(new Takeover(halts.getLast(), released, Integer.MAX_VALUE, false));
    ChildPool next = standby();
    child = next;
    standby = null;
    try {
      // it takes the lead before a third one starts, which would take it otherwise
      next.step(0);
      standby();
    } catch (ChildPool.Halted e) {
      halts.add(String.valueOf(e.getMessage()));
      next.close();
      promote();
    }
  }

  private ChildPool standby() {
    ChildPool running = standby;
    if (running == null) {
      running = started();
      standby = running;
    }
    return running;
  }

  /** Does something with the child; if that kills it, with the next one again. */
  <T> T with(Function<ChildPool, T> deed) {
    while (true) {
      try {
        return deed.apply(child());
      } catch (ChildPool.Halted e) {
        halts.add(String.valueOf(e.getMessage()));
        ChildPool dead = child;
        child = null;
        if (dead != null) {
          dead.close();
        }
        if (two) {
          promote();
        }
      }
    }
  }

  ChildPool child() {
    ChildPool running = child;
    if (running == null) {
      running = started();
      child = running;
    }
    return running;
  }

  private ChildPool started() {
    starts++;
    return ChildPool.start(launch, settings(), log);
  }

  private Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("kale.rpc.url", sandbox.rpcUrl().toString());
    settings.put("kale.network.passphrase", sandbox.config().passphrase());
    settings.put("kale.contract.id", sandbox.config().farmContract().text());
    settings.put("kale.asset", "KALE:" + sandbox.config().issuer().text());
    settings.put("kale.wallet.kek", "a5".repeat(32));
    settings.put("kale.http.requests-per-minute", "0");
    settings.put("kale.farmer.registrations-per-address", "0");
    settings.put("kale.work.stepped-hashes", "400000");
    settings.put("kale.work.kernel", "scalar");
    // The best time would depend on what the process has measured since it was started.
    settings.put("kale.work.deadline-age", "258");
    settings.put("kale.stepped", "true");
    // A restart must not draw the same keys and ids again, as strong randomness would not.
    settings.put("kale.seed", Integer.toString(100 + starts));
    settings.put("kale.stepped.start", Instant.ofEpochSecond(clock).toString());
    settings.put("quarkus.datasource.jdbc.url", jdbcUrl);
    settings.put("quarkus.datasource.username", "postgres");
    settings.put("quarkus.datasource.password", "");
    settings.put("quarkus.log.level", "WARN");
    settings.putAll(contracts);
    settings.putAll(atStart.apply(starts));
    return settings;
  }

  @Override
  public void close() {
    if (child != null) {
      child.close();
    }
    if (standby != null) {
      standby.close();
    }
  }
}
