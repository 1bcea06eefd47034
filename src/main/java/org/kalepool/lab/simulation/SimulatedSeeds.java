package org.kalepool.lab.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.kalepool.lab.ThisProgram;

/**
 * Plays many seeds, each in a process of its own, as many at a time as there are database servers,
 * since some faults befall a whole server. Long runs of one seed find less than short ones of many.
 */
final class SimulatedSeeds {
  private static final String COMMAND = "simulate";
  private static final int LAST_LINES = 12;

  /** Exit codes beyond this are those of processes that a signal has ended. */
  private static final int SIGNALLED = 128;

  private static final long LOOK_MILLIS = 50;

  private static final List<String> FIGURES =
      List.of(
          "blocks",
          "ledgers",
          "planted",
          "not_planted",
          "worked",
          "not_worked",
          "harvested",
          "lost",
          "transactions");

  private final Plan plan;
  private final Deque<EmbeddedPostgres> idle;
  private final Path folder;
  private final PrintWriter out;
  private final BooleanSupplier stopped;
  private final List<String> words;
  private final ObjectMapper json = new ObjectMapper();
  private final Map<Long, Running> running = new HashMap<>();
  private final Map<String, Long> sums = new HashMap<>();
  private final Map<Long, SeedsReport.Failed> failed = new TreeMap<>();
  private long ended;

  /**
   * What is to be played.
   *
   * @param first the first seed, the others follow it
   * @param options given to each process
   * @param reports folder for each seed's own report
   */
  record Plan(long first, long seeds, List<String> options, Path reports) {}

  private record Running(
      Process process, Path report, Path log, EmbeddedPostgres postgres, String database) {}

  /**
   * @param stopped whether no more are to be started, and those that run are to be ended
   */
  SimulatedSeeds(
      Plan plan,
      List<EmbeddedPostgres> servers,
      Path folder,
      PrintWriter out,
      BooleanSupplier stopped) {
    this.plan = plan;
    this.idle = new ArrayDeque<>(servers);
    this.folder = folder;
    this.out = out;
    this.stopped = stopped;
    this.words = ThisProgram.before(COMMAND);
  }

  SeedsReport run() throws IOException, SQLException, InterruptedException {
    long started = System.nanoTime();
    long next = plan.first();
    try {
      while (true) {
        while (next < plan.first() + plan.seeds() && !idle.isEmpty() && !stopped.getAsBoolean()) {
          start(next++);
        }
        if (running.isEmpty()) {
          break;
        }
        if (stopped.getAsBoolean()) {
          running.values().forEach(it -> it.process().destroy());
        }
        Thread.sleep(LOOK_MILLIS);
        collect();
      }
    } finally {
      running.values().forEach(it -> it.process().destroyForcibly());
    }
    return report((System.nanoTime() - started) / 1e9);
  }

  private void start(long seed) throws IOException, SQLException {
    String database = "seed_" + seed;
    EmbeddedPostgres postgres = idle.removeFirst();
    execute(postgres, "create database " + database);
    Path report = plan.reports().resolve(seed + ".json");
    // of a run before
    Files.deleteIfExists(report);
    Path log = folder.resolve(seed + ".log");
    List<String> command = new ArrayList<>(words);
    command.add(COMMAND);
    command.addAll(plan.options());
    command.add("--seed=" + seed);
    command.add("--progress=0");
    command.add("--report=" + report);
    command.add("--database=" + postgres.getJdbcUrl("postgres", database));
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    running.put(seed, new Running(process, report, log, postgres, database));
  }

  private void collect() throws IOException, SQLException {
    Iterator<Map.Entry<Long, Running>> each = running.entrySet().iterator();
    while (each.hasNext()) {
      Map.Entry<Long, Running> entry = each.next();
      Running it = entry.getValue();
      if (!it.process().isAlive()) {
        each.remove();
        ended(entry.getKey(), it);
      }
    }
  }

  private void ended(long seed, Running run) throws IOException, SQLException {
    int code = run.process().exitValue();
    JsonNode report = Files.exists(run.report()) ? json.readTree(run.report().toFile()) : null;
    if (report == null && code > SIGNALLED && stopped.getAsBoolean()) {
      // on our own wish, before it could sum up anything
      out.println("seed " + seed + ": ended with the run");
      tidy(run);
      return;
    }
    ended++;
    if (report != null) {
      for (String figure : FIGURES) {
        sums.merge(figure, report.path(figure).asLong(), Long::sum);
      }
    }
    boolean ownWish = stopped.getAsBoolean() && report != null && report.path("broken").isEmpty();
    if (code != 0 && !ownWish) {
      List<String> why = new ArrayList<>();
      if (report != null) {
        report.path("broken").forEach(line -> why.add(line.asText()));
      }
      if (why.isEmpty()) {
        List<String> lines = Files.readAllLines(run.log());
        why.addAll(lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
      }
      failed.put(seed, new SeedsReport.Failed(seed, code, why));
      out.println("seed " + seed + " FAILED with " + code + ":");
      why.forEach(line -> out.println("  " + line));
    } else {
      out.println("seed " + seed + ": good (" + ended + " of " + plan.seeds() + ")");
    }
    tidy(run);
  }

  /** Whatever its process has left behind. */
  private void tidy(Running run) throws SQLException {
    out.flush();
    execute(run.postgres(), "alter system reset all");
    execute(run.postgres(), "select pg_reload_conf()");
    execute(run.postgres(), "drop database " + run.database() + " with (force)");
    idle.addLast(run.postgres());
  }

  private static void execute(EmbeddedPostgres postgres, String sql) throws SQLException {
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("set default_transaction_read_only = off");
      statement.execute(sql);
    }
  }

  private SeedsReport report(double seconds) {
    return new SeedsReport(
        plan.first(),
        ended,
        ended - failed.size(),
        sum("blocks"),
        sum("ledgers"),
        seconds,
        sum("planted"),
        sum("not_planted"),
        sum("worked"),
        sum("not_worked"),
        sum("harvested"),
        sum("lost"),
        sum("transactions"),
        List.copyOf(failed.values()));
  }

  private long sum(String figure) {
    return sums.getOrDefault(figure, 0L);
  }
}
