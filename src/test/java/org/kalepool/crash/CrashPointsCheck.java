package org.kalepool.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * After a crash at any point the run ends with the books of an undisturbed one. In the suite it is
 * one point each of a few stages in one run; where it may take longer, one of each stage and a
 * dozen spread over all steps. {@code -Dkale.crash.points} asks for others: as many as it says
 * spread over all steps beside one of each stage, {@code names} takes the first point of each name,
 * {@code all} every point and {@code 12,40} those two, each in a run of its own; {@code 12+40} are
 * several in one run. {@code target/crash/progress} gets a line for each; with {@code
 * -Dkale.crash.resume=true} those that it has are left out, to go on with a run that was ended.
 * With {@code -Dkale.crash.every=N} each process, the restarted ones too, dies at its N-th point.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CrashPointsCheck {
  private static final Path FOLDER = Path.of("target/crash");
  private static final String WHICH = System.getProperty("kale.crash.points", "");
  private static final boolean RESUME = Boolean.getBoolean("kale.crash.resume");
  private static final Path PROGRESS = FOLDER.resolve("progress");
  private static final int EVERY = Integer.getInteger("kale.crash.every", 350);

  /** Each kill costs a start of a JVM, each run the whole scenario. */
  private static final int KILLS_IN_A_RUN = 5;

  private static final int AT_ONCE = Integer.getInteger("kale.crash.at-once", 2);

  private final CrashRuns runs;
  private final CrashRuns.Undisturbed calm;

  CrashPointsCheck() throws Exception {
    runs = new CrashRuns(Path.of("target/quarkus-app"), FOLDER);
    calm = runs.undisturbed();
  }

  @Test
  void farmsWithoutAFailureWhenNothingDies() {
    assertThat(calm.book().wrong()).isEmpty();
    assertThat(calm.book().deeds())
        .contains("A 1 PLANTED", "A 2 WORKED", "A 2 HARVESTED", "B 1 HARVESTED", "C 1 HARVESTED")
        .contains("C 2 PLANTED", "C 2 HARVESTED")
        .contains("D 2 PLANTED", "D 2 HARVESTED", "E 1 WORKED", "E 2 HARVESTED")
        .contains("A paid 10000000 of what was earned")
        .noneMatch(deed -> deed.contains("FAILED") || deed.contains("LOST"));
    assertThat(calm.book().states())
        .contains("B LEAVING ACTIVE", "B LEAVING DEPARTED", "C LEAVING DEPARTED")
        .contains("D LEAVING DEPARTED", "E LEAVING DEPARTED");
  }

  /** Whoever loses a hook, or a stage in the scenario, hears of it here. */
  @Test
  void findsPointsInEveryStage() {
    assertThat(Stage.values())
        .allSatisfy(stage -> assertThat(stage.missing(calm.points())).isEmpty());
    assertThat(calm.points()).hasSizeGreaterThan(200);
  }

  @Test
  void endsWithTheSameBooksWhereverItDies() throws Exception {
    List<CrashRuns.Point> chosen =
        WHICH.isEmpty()
            ? ChosenPoints.ofStages(calm.points(), KILLS_IN_A_RUN)
            : ChosenPoints.of(calm.points(), WHICH);
    endsWithTheSameBooks(chosen);
  }

  @Test
  @Tag("soak")
  void endsWithTheSameBooksAtAPointOfEachStage() throws Exception {
    endsWithTheSameBooks(ChosenPoints.ofStages(calm.points(), Integer.MAX_VALUE));
  }

  @Test
  @Tag("soak")
  void endsWithTheSameBooksAtPointsOfAllSteps() throws Exception {
    endsWithTheSameBooks(ChosenPoints.spread(calm.points(), 12));
  }

  private void endsWithTheSameBooks(List<CrashRuns.Point> points) throws Exception {
    Set<Integer> done = done();
    List<CrashRuns.Point> chosen =
        points.stream().filter(point -> !done.contains(point.number())).toList();
    SoftAssertions all = new SoftAssertions();
    List<Callable<List<String>>> kills = new ArrayList<>();
    for (List<CrashRuns.Point> chain : chains(chosen)) {
      kills.add(() -> kill(chain));
    }
    try (ExecutorService executor = Executors.newFixedThreadPool(AT_ONCE)) {
      for (Future<List<String>> result : executor.invokeAll(kills)) {
        all.assertThat(result.get()).isNotEmpty().allMatch(line -> line.endsWith("same books"));
      }
    }
    System.out.printf(
        "%d crash points in %d steps; killed at %d of them%n",
        calm.points().size(), CrashRuns.firstOfEachName(calm.points()).size(), chosen.size());
    all.assertAll();
  }

  /**
   * Points of one run are far from each other, so that what follows one is done before the next.
   */
  private static List<List<CrashRuns.Point>> chains(List<CrashRuns.Point> points) {
    int most = WHICH.contains(",") || WHICH.equals("all") ? 1 : KILLS_IN_A_RUN;
    int runs = Math.ceilDiv(points.size(), most);
    List<CrashRuns.Point> sorted = new ArrayList<>(points);
    sorted.sort(Comparator.comparing(CrashRuns.Point::number));
    List<List<CrashRuns.Point>> chains = new ArrayList<>();
    for (int run = 0; run < runs; run++) {
      List<CrashRuns.Point> chain = new ArrayList<>();
      for (int i = run; i < sorted.size(); i += runs) {
        chain.add(sorted.get(i));
      }
      chains.add(chain);
    }
    return chains;
  }

  /** The points that a run before has been through well. */
  private static Set<Integer> done() throws IOException {
    if (!RESUME || !Files.exists(PROGRESS)) {
      return Set.of();
    }
    try (Stream<String> lines = Files.lines(PROGRESS)) {
      return lines
          .filter(line -> line.endsWith("same books"))
          .map(line -> Integer.valueOf(line.replaceAll("^killed at point (\\d+),.*", "$1")))
          .collect(Collectors.toSet());
    }
  }

  /** In one run; a point that it has not passed gets a run of its own. */
  private List<String> kill(List<CrashRuns.Point> chain) throws IOException {
    CrashRuns.Point first = chain.getFirst();
    boolean alone = chain.size() == 1;
    Outcome outcome =
        outcome(() -> alone ? runs.crashedAt(first.number()) : runs.crashedAtEach(chain));
    List<String> lines = new ArrayList<>();
    for (CrashRuns.Point point : chain) {
      if (alone || outcome.failed() || outcome.diedAt(point)) {
        lines.add(note(point, outcome.text()));
      } else {
        lines.addAll(kill(List.of(point)));
      }
    }
    return lines;
  }

  /**
   * @param text "the same books", or what is different, or what has failed
   */
  private record Outcome(String text, List<String> halts) {
    boolean failed() {
      return halts.isEmpty();
    }

    boolean diedAt(CrashRuns.Point point) {
      return halts.stream().anyMatch(halt -> halt.endsWith(": " + point.name()));
    }
  }

  private Outcome outcome(Callable<CrashRuns.Crashed> crash) {
    try {
      CrashRuns.Crashed run = crash.call();
      List<String> differences = differences(run);
      boolean sameGame = run.book().game().equals(calm.book().game());
      String same = sameGame ? "the same books" : "another game, the same books";
      return new Outcome(differences.isEmpty() ? same : differences.toString(), run.halts());
    } catch (Exception | AssertionError e) {
      return new Outcome(e.toString(), List.of());
    }
  }

  private static String note(CrashRuns.Point point, String outcome) throws IOException {
    String line = "killed at point %d, %s: %s".formatted(point.number(), point.name(), outcome);
    System.out.println(line);
    Files.writeString(PROGRESS, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    return line;
  }

  @Test
  @Tag("soak")
  void endsWithTheSameBooksThoughItDiesAgainAndAgain() throws Exception {
    CrashRuns.Crashed run = runs.crashedAtEvery(EVERY);
    System.out.printf("killed %d times, always at point %d%n", run.halts().size(), EVERY);
    assertThat(run.halts()).hasSizeGreaterThan(1);
    assertThat(differences(run)).isEmpty();
  }

  /** The points of sending: what is, or is not, in the database and in the network by then. */
  private static final List<Pattern> OF_SENDING =
      List.of(
          Pattern.compile("^before commit \\[.*of plant.*update transactions"),
          Pattern.compile("^before sendTransaction of plant in "),
          Pattern.compile("^answer to sendTransaction of plant in "),
          Pattern.compile("^before commit \\[.*insert plantings"),
          Pattern.compile("^before sendTransaction of work in "),
          Pattern.compile("^answer to sendTransaction of work in "),
          Pattern.compile("^before commit \\[.*FINAL.*insert works"),
          Pattern.compile("^before commit \\[.*insert harvests"),
          Pattern.compile("^answer to sendTransaction of PAYMENT.*ACCOUNT_MERGE in "),
          Pattern.compile("^before commit \\[.*insert splits"));

  /** Of them, where not all points are asked for: not stored, landed, answered. */
  private static final List<Integer> SOME_OF_SENDING = List.of(0, 3, 5, 8);

  private static List<Pattern> ofSending() {
    return WHICH.equals("all") || WHICH.equals("names")
        ? OF_SENDING
        : SOME_OF_SENDING.stream().map(OF_SENDING::get).toList();
  }

  /**
   * In the order of {@link #OF_SENDING}: each leader dies at its point, then the next one's turn
   * is.
   */
  @Test
  @Tag("soak")
  void anotherTakesOverWithinFifteenSecondsFromALeaderThatDiesAtAnyPointOfSending()
      throws Exception {
    List<CrashRuns.Point> points =
        ofSending().stream()
            .map(
                kind ->
                    calm.points().stream()
                        .filter(point -> kind.matcher(point.name()).find())
                        .findFirst()
                        .orElseThrow(() -> new AssertionError("no point is " + kind)))
            .toList();
    CrashRuns.Crashed run = runs.takenOverAtEach(points);
    assertThat(run.halts().stream().map(halt -> halt.replaceAll("^crash point \\d+: ", "")))
        .containsExactlyElementsOf(points.stream().map(CrashRuns.Point::name).toList());
    assertThat(run.takeovers())
        .hasSameSizeAs(points)
        .allSatisfy(
            takeover -> {
              assertThat(takeover.farms()).as("%s", takeover).isTrue();
              assertThat(takeover.seconds()).as("%s", takeover).isLessThanOrEqualTo(15);
              assertThat(takeover.released()).as("%s", takeover).isLessThan(Duration.ofSeconds(15));
            });
    assertThat(differences(run)).isEmpty();
  }

  /**
   * A restart may cost a ledger or a hash, so that the contract counts other shares; then the
   * rewards, which are held against the contract's rule in any case, and what follows from them
   * differ from the undisturbed run's, and nothing else.
   */
  private List<String> differences(CrashRuns.Crashed run) {
    List<String> differences = new ArrayList<>(run.book().wrong());
    if (run.halts().isEmpty()) {
      differences.add("it did not die");
    }
    differ(differences, "what happened", calm.book().deeds(), run.book().deeds());
    differ(differences, "farmers' lives", calm.book().states(), run.book().states());
    boolean same = run.book().game().equals(calm.book().game());
    differ(differences, "balances", balances(calm.book(), same), balances(run.book(), same));
    return differences;
  }

  private static Map<String, Long> balances(Book book, boolean all) {
    Map<String, Long> balances = new TreeMap<>(book.balances());
    balances.keySet().removeIf(name -> !all && !name.matches(".* (deposits|forfeits)"));
    return balances;
  }

  private static void differ(
      List<String> differences, String what, Object undisturbed, Object crashed) {
    if (!undisturbed.equals(crashed)) {
      differences.add(what + ": undisturbed " + undisturbed + ", after the crash " + crashed);
    }
  }
}
