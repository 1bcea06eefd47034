package org.kalepool.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * After a crash at any point the run ends with the books of an undisturbed one. A sample of points
 * spread over all steps runs in the suite; {@code -Dkale.crash.points=all} takes every point,
 * {@code names} the first of each name, a number so many of these, {@code 12,40} those two. With
 * {@code -Dkale.crash.every=N} each process, the restarted ones too, dies at its N-th point.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CrashPointsCheck {
  private static final String WHICH = System.getProperty("kale.crash.points", "6");
  private static final int EVERY = Integer.getInteger("kale.crash.every", 300);

  private final CrashRuns runs;
  private final CrashRuns.Undisturbed calm;

  CrashPointsCheck() throws Exception {
    runs = new CrashRuns(Path.of("target/quarkus-app/quarkus-run.jar"), Path.of("target/crash"));
    calm = runs.undisturbed();
  }

  @AfterAll
  void close() {
    runs.close();
  }

  @Test
  void farmsWithoutAFailureWhenNothingDies() {
    assertThat(calm.book().wrong()).isEmpty();
    assertThat(calm.book().deeds())
        .contains("A 1 PLANTED", "A 1 WORKED", "A 1 HARVESTED", "B 2 HARVESTED")
        .noneMatch(deed -> deed.contains("FAILED") || deed.contains("LOST"));
    assertThat(calm.book().states()).contains("B LEAVING DEPARTED");
    assertThat(calm.points()).hasSizeGreaterThan(200);
  }

  @Test
  void endsWithTheSameBooksWhereverItDies() throws Exception {
    SoftAssertions all = new SoftAssertions();
    List<CrashRuns.Point> chosen = chosen(calm.points());
    for (CrashRuns.Point point : chosen) {
      List<String> differences = differences(runs.crashedAt(point.number()));
      System.out.printf(
          "killed at point %d, %s: %s%n",
          point.number(), point.name(), differences.isEmpty() ? "the same books" : differences);
      all.assertThat(differences).as("killed at %s", point).isEmpty();
    }
    System.out.printf(
        "%d crash points in %d steps; killed at %d of them%n",
        calm.points().size(), CrashRuns.firstOfEachName(calm.points()).size(), chosen.size());
    all.assertAll();
  }

  @Test
  void endsWithTheSameBooksThoughItDiesAgainAndAgain() throws Exception {
    CrashRuns.Crashed run = runs.crashedAtEvery(EVERY);
    System.out.printf("killed %d times, always at point %d%n", run.halts().size(), EVERY);
    assertThat(run.halts()).hasSizeGreaterThan(2);
    assertThat(differences(run)).isEmpty();
  }

  private List<String> differences(CrashRuns.Crashed run) {
    List<String> differences = new ArrayList<>(run.book().wrong());
    if (run.halts().isEmpty()) {
      differences.add("it did not die");
    }
    differ(differences, "what happened", calm.book().deeds(), run.book().deeds());
    differ(differences, "farmers' lives", calm.book().states(), run.book().states());
    differ(differences, "balances", calm.book().balances(), run.book().balances());
    return differences;
  }

  private static void differ(
      List<String> differences, String what, Object undisturbed, Object crashed) {
    if (!undisturbed.equals(crashed)) {
      differences.add(what + ": undisturbed " + undisturbed + ", after the crash " + crashed);
    }
  }

  private static List<CrashRuns.Point> chosen(List<CrashRuns.Point> points) {
    if (WHICH.equals("all")) {
      return points;
    }
    List<CrashRuns.Point> named = CrashRuns.firstOfEachName(points);
    if (WHICH.equals("names")) {
      return named;
    }
    if (WHICH.contains(",")) {
      List<String> numbers = List.of(WHICH.split(",", -1));
      return points.stream().filter(p -> numbers.contains(Integer.toString(p.number()))).toList();
    }
    int count = Math.min(Integer.parseInt(WHICH), named.size());
    List<CrashRuns.Point> spread = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      spread.add(named.get(i * named.size() / count));
    }
    return spread;
  }
}
