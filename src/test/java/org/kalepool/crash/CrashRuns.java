package org.kalepool.crash;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** Runs of the scenario on one real PostgreSQL, each in a database of its own. */
final class CrashRuns implements AutoCloseable {
  private static final List<String> AGENT_CLASSES =
      List.of("CrashAgent", "CrashAgent$Watched", "CrashAgent$Transformer", "CrashAgent$Surround");

  private final Path app;
  private final Path folder;
  private final String agent;
  private final EmbeddedPostgres postgres;
  private int runs;

  /**
   * @param app the packaged pool's {@code quarkus-run.jar}
   * @param folder for logs, emptied by nobody
   */
  CrashRuns(Path app, Path folder) throws IOException {
    this.app = app;
    this.folder = Files.createDirectories(folder).toAbsolutePath();
    // Apart, because what every class loader is to find goes to the bootstrap class path.
    Path points = jar(this.folder.resolve("crash-points.jar"), List.of("CrashPoints"));
    this.agent = jar(this.folder.resolve("crash-agent.jar"), AGENT_CLASSES) + "=" + points;
    this.postgres =
        EmbeddedPostgres.builder()
            .setServerConfig("fsync", "off")
            .setServerConfig("max_connections", "60")
            .start();
  }

  /** A place where state changes, as the undisturbed run passed it; numbers leave gaps. */
  record Point(int number, String name) {}

  /** The undisturbed run's points and books. */
  record Undisturbed(List<Point> points, Book book) {}

  /**
   * A run with one crash.
   *
   * @param halts where the child halted, in its own words
   */
  record Crashed(List<String> halts, Book book) {}

  Undisturbed undisturbed() throws SQLException, IOException {
    Path log = folder.resolve("points");
    Files.deleteIfExists(log);
    Crashed run = run("undisturbed", Map.of("kale.crash.log", log.toString()));
    List<Point> points = new ArrayList<>();
    for (String line : Files.readAllLines(log)) {
      String[] parts = line.split("\t", -1);
      if (parts.length == 3) {
        // The statement changed no row, so neither it nor the moment before it counts.
        points.removeLast();
      } else {
        points.add(new Point(Integer.parseInt(parts[0]), parts[1]));
      }
    }
    return new Undisturbed(points, run.book());
  }

  Crashed crashedAt(int point) throws SQLException, IOException {
    return run("point-" + point, Map.of("kale.crash.at", Integer.toString(point)));
  }

  /** A run in which every child dies at its own so manieth point, also those that recover. */
  Crashed crashedAtEvery(int point) throws SQLException, IOException {
    Map<String, String> always = Map.of("kale.crash.at", Integer.toString(point));
    return run("every-" + point, start -> always);
  }

  private Crashed run(String name, Map<String, String> firstStart)
      throws SQLException, IOException {
    return run(name, start -> start == 1 ? firstStart : Map.of());
  }

  private Crashed run(String name, IntFunction<Map<String, String>> atStart)
      throws SQLException, IOException {
    String database = "run_" + ++runs;
    sql("create database " + database);
    Path logs = Files.createDirectories(folder.resolve(name));
    Files.deleteIfExists(logs.resolve("child.log"));
    try (Scenario scenario =
        new Scenario(
            app,
            agent,
            logs,
            postgres.getDatabase("postgres", database),
            postgres.getJdbcUrl("postgres", database),
            atStart)) {
      Book book = scenario.play();
      return new Crashed(scenario.halts(), book);
    } finally {
      sql("drop database " + database + " with (force)");
    }
  }

  private void sql(String text) throws SQLException {
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(text);
    }
  }

  /** The first point of each name, in the order passed. */
  static List<Point> firstOfEachName(List<Point> points) {
    Map<String, Point> first = new LinkedHashMap<>();
    points.forEach(point -> first.putIfAbsent(point.name(), point));
    return List.copyOf(first.values());
  }

  private static Path jar(Path jar, List<String> classes) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest
        .getMainAttributes()
        .put(new Attributes.Name("Premain-Class"), CrashAgent.class.getName());
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file, manifest)) {
      for (String name : classes) {
        String entry = "org/kalepool/crash/" + name + ".class";
        try (InputStream code = CrashRuns.class.getClassLoader().getResourceAsStream(entry)) {
          if (code == null) {
            throw new IOException("the agent's class is missing: " + entry);
          }
          out.putNextEntry(new JarEntry(entry));
          code.transferTo(out);
          out.closeEntry();
        }
      }
    }
    return jar;
  }

  @Override
  public void close() {
    try {
      postgres.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
