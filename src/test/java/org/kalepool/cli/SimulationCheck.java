package org.kalepool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The packaged {@code pool simulate}: all its troubles for some seeds, its replay, its verdict. */
class SimulationCheck {
  private static final Path FOLDER = Path.of("target/simulation");
  private static final long BLOCKS = 168;

  /** A minute is over before a better compiler's work has paid. */
  private static final List<String> SHORT_RUN = List.of("-XX:TieredStopAtLevel=1");

  /** How a run ended. */
  private record Run(int code, JsonNode report, String out) {}

  @ParameterizedTest
  @ValueSource(longs = {101, 102, 103})
  void holdsItsTruthsAfterEveryBlock(long seed) throws Exception {
    Run run = simulate("seed-" + seed, "--seed=" + seed, "--blocks=" + BLOCKS);
    JsonNode report = run.report();
    assertThat(run.code()).as(run.out()).isZero();
    assertThat(report.path("broken")).isEmpty();
    assertThat(report.path("difference").asLong(-1)).isZero();
    assertThat(report.path("blocks").asLong()).isGreaterThanOrEqualTo(BLOCKS);
    assertThat(report.path("planted").asLong()).isGreaterThan(BLOCKS / 2);
    assertThat(report.path("harvested").asLong()).isGreaterThan(BLOCKS / 3);
    long faults =
        StreamSupport.stream(report.path("faults").spliterator(), false)
            .mapToLong(JsonNode::asLong)
            .sum();
    assertThat(faults).isGreaterThan(BLOCKS);
    assertThat(lastLine(run))
        .startsWith("seed " + seed + ": good; " + report.path("blocks").asLong() + " blocks; ")
        .contains("difference 0 stroops; 0 truths broken; digest ");
  }

  /** Seeds at which the pool has once come to a stop, or that have everything in few blocks. */
  @ParameterizedTest
  @ValueSource(longs = {2_799_319_974L, 201, 202, 203})
  void goesOnWithSixFarmers(long seed) throws Exception {
    Run run = simulate("six-" + seed, "--seed=" + seed, "--blocks=24", "--farmers=6", "--bots=3");
    assertThat(run.code()).as(run.out()).isZero();
    assertThat(run.report().path("broken")).isEmpty();
    assertThat(run.report().path("blocks").asLong()).isGreaterThanOrEqualTo(24);
    assertThat(run.report().path("worked").asLong())
        .isGreaterThan(run.report().path("not_worked").asLong() * 4);
  }

  @Test
  void playsFreshSeedsAndNamesThoseThatFail() throws Exception {
    Run good = simulate("seeds", "--seeds=2", "--first-seed=301", "--blocks=3");
    assertThat(good.code()).as(good.out()).isZero();
    assertThat(good.report().path("seeds").asLong()).isEqualTo(2);
    assertThat(good.report().path("blocks").asLong()).isGreaterThanOrEqualTo(6);
    assertThat(lastLine(good)).startsWith("seeds 301 to 302: 2 of 2 good; ");

    Run bad =
        simulate(
            "bad-seeds",
            "--seeds=1",
            "--first-seed=105",
            "--blocks=12",
            "--faults=none",
            "--spoil-after=4");
    assertThat(bad.code()).as(bad.out()).isEqualTo(1);
    assertThat(bad.report().path("failed").path(0).path("seed").asLong()).isEqualTo(105);
    assertThat(bad.out()).contains("seed 105 FAILED with 1:").contains("was given KALE ");
  }

  @Test
  void givesTheSameDatabaseForTheSameSeed() throws Exception {
    Run first = simulate("replay-1", "--seed=201", "--blocks=8", "--farmers=6");
    Run second = simulate("replay-2", "--seed=201", "--blocks=8", "--farmers=6");
    assertThat(first.report().path("faults").path("RESTORE").asLong()).isPositive();
    assertThat(first.code()).as(first.out()).isZero();
    assertThat(first.report().path("digest").asText())
        .hasSize(32)
        .isEqualTo(second.report().path("digest").asText());
    assertThat(lastLine(first)).isEqualTo(lastLine(second));
  }

  /** A single stroop from nowhere: such a run must not pass for good. */
  @Test
  void endsWithOneWhenBooksAndChainDifferByAStroop() throws Exception {
    Run run = simulate("spoilt", "--seed=105", "--blocks=12", "--faults=none", "--spoil-after=4");
    assertThat(run.code()).as(run.out()).isEqualTo(1);
    assertThat(run.report().path("broken").path(0).asText())
        .contains("seed 105, block ")
        .contains("was given KALE ");
    assertThat(lastLine(run)).startsWith("seed 105: BROKEN; ");
  }

  private static String lastLine(Run run) {
    return run.out().stripTrailing().lines().reduce("", (before, line) -> line);
  }

  private static Run simulate(String name, String... options)
      throws IOException, InterruptedException {
    Files.createDirectories(FOLDER);
    Path report = FOLDER.resolve(name + ".json");
    Path log = FOLDER.resolve(name + ".log");
    Files.deleteIfExists(report);
    List<String> arguments = new ArrayList<>(List.of(options));
    arguments.addAll(List.of("--progress=0", "--report=" + report));
    for (String usual : List.of("--farmers=2", "--bots=2")) {
      String option = usual.substring(0, usual.indexOf('='));
      if (arguments.stream().noneMatch(it -> it.startsWith(option))) {
        arguments.add(usual);
      }
    }
    Path app = Path.of("target/quarkus-app/quarkus-run.jar");
    Process process =
        new ProcessBuilder(PoolChild.command(app, 768, SHORT_RUN, Map.of(), "simulate", arguments))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    int code = process.waitFor();
    String out = Files.readString(log);
    assertThat(report).as(out).exists();
    return new Run(code, new ObjectMapper().readTree(report.toFile()), out);
  }
}
