package org.kalepool.crash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.kalepool.testing.TestDatabase;

/** Runs of the scenario on one real PostgreSQL, each in a database of its own. Thread-safe. */
final class CrashRuns {
  private final Path folder;
  private final String classPath;

  /**
   * @param app the packaged pool's folder
   * @param folder for logs, emptied by nobody
   */
  CrashRuns(Path app, Path folder) throws IOException {
    this.folder = Files.createDirectories(folder).toAbsolutePath();
    this.classPath = CrashClasses.classPath(app, this.folder.resolve("crash-classes.jar"));
  }

  /** A place where state changes, as the undisturbed run passed it; numbers leave gaps. */
  record Point(int number, String name) {}

  /** The undisturbed run's points and books. */
  record Undisturbed(List<Point> points, Book book) {}

  /**
   * A run with one crash.
   *
   * @param halts where the child halted, in its own words
   * @param takeovers what became of the lead, in a run of two
   */
  record Crashed(List<String> halts, List<PoolProcesses.Takeover> takeovers, Book book) {}

  Undisturbed undisturbed() throws SQLException, IOException {
    Path log = folder.resolve("points");
    Files.deleteIfExists(log);
    Files.deleteIfExists(archive());
    Map<String, String> settings = Map.of("kale.crash.log", log.toString());
    Crashed run = run("undisturbed", true, start -> settings);
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
    Map<String, String> once = Map.of("kale.crash.at", Integer.toString(point));
    return run("point-" + point, false, start -> start == 1 ? once : Map.of());
  }

  /**
   * A run in which the first child dies at the first point of the first name, the next one at that
   * of the second, and so on; a name that its child does not pass ends that.
   */
  Crashed crashedAtEach(List<Point> points) throws SQLException, IOException {
    return run(
        "chain-" + points.getFirst().number(),
        false,
        start ->
            start <= points.size()
                ? Map.of("kale.crash.at-name", points.get(start - 1).name())
                : Map.of());
  }

  /** A run in which every child dies at its own so manieth point, also those that recover. */
  Crashed crashedAtEvery(int point) throws SQLException, IOException {
    Map<String, String> always = Map.of("kale.crash.at", Integer.toString(point));
    return run("every-" + point, false, start -> always);
  }

  /** As {@link #crashedAtEach}, with a second pool that stands by and takes over. */
  Crashed takenOverAtEach(List<Point> points) throws SQLException, IOException {
    return run(
        "takeover",
        false,
        true,
        start ->
            start <= points.size()
                ? Map.of("kale.crash.at-name", points.get(start - 1).name())
                : Map.of());
  }

  private Path archive() {
    return folder.resolve("classes.jsa");
  }

  private Crashed run(String name, boolean first, IntFunction<Map<String, String>> atStart)
      throws SQLException, IOException {
    return run(name, first, false, atStart);
  }

  private Crashed run(
      String name, boolean first, boolean two, IntFunction<Map<String, String>> atStart)
      throws SQLException, IOException {
    TestDatabase database = TestDatabase.create();
    Path log = Files.createDirectories(folder.resolve(name)).resolve("child.log");
    Files.deleteIfExists(log);
    try (Scenario scenario =
        new Scenario(
            new ChildPool.Launch(classPath, archive(), first),
            log,
            database.dataSource(),
            database.url(),
            two,
            atStart)) {
      Book book = scenario.play();
      return new Crashed(scenario.halts(), scenario.takeovers(), book);
    } finally {
      database.drop();
    }
  }

  /** The first point of each name, in the order passed. */
  static List<Point> firstOfEachName(List<Point> points) {
    Map<String, Point> first = new LinkedHashMap<>();
    points.forEach(point -> first.putIfAbsent(point.name(), point));
    return List.copyOf(first.values());
  }
}
