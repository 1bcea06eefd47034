package org.kalepool.lab.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The packaged {@code pool simulate}: short runs of many farmers, its replay, its verdict. */
class SimulationSeedsCheck {
  /**
   * Seeds at which the pool has once come to a stop, or that have everything in few blocks; 202,
   * another of them, is the one that is played twice.
   */
  @ParameterizedTest
  @ValueSource(longs = {2_799_319_974L, 203})
  void goesOnWithSixFarmers(long seed) throws Exception {
    SimulationRun run =
        SimulationRun.of("six-" + seed, "--seed=" + seed, "--blocks=24", "--farmers=6", "--bots=3");
    goesOn(run);
  }

  /** 205 is a seed that has one: half of the farmers are its own. */
  @Test
  void aSecondPoolerTakesPart() throws Exception {
    SimulationRun run =
        SimulationRun.of("second", "--seed=205", "--blocks=24", "--farmers=6", "--bots=3");
    goesOn(run);
    JsonNode second = run.report().path("second_pooler");
    assertThat(second.path("planted").asLong()).isGreaterThan(12);
    assertThat(second.path("harvested").asLong()).isPositive();
    long faults = 0;
    for (String kind : List.of("CALL_LOST", "ANSWER_LOST", "CALL_DOUBLED", "CALL_LATE", "LIES")) {
      faults += run.report().path("faults").path("POOLER_" + kind).asLong();
    }
    assertThat(faults).isGreaterThan(12);
  }

  /** Every fourth seed is paid out by the split contract, a third of its farmers to contracts. */
  @Test
  void theSplitContractPaysFarmersOut() throws Exception {
    SimulationRun run =
        SimulationRun.of("by-contract", "--seed=204", "--blocks=24", "--farmers=6", "--bots=3");
    goesOn(run);
    assertThat(run.report().path("paid_by_contract").asLong()).isPositive();
  }

  private static void goesOn(SimulationRun run) {
    assertThat(run.code()).as(run.out()).isZero();
    assertThat(run.report().path("broken")).isEmpty();
    assertThat(run.report().path("blocks").asLong()).isGreaterThanOrEqualTo(24);
    assertThat(run.report().path("worked").asLong())
        .isGreaterThan(run.report().path("not_worked").asLong() * 4);
  }

  @Test
  void playsFreshSeeds() throws Exception {
    SimulationRun good = SimulationRun.of("seeds", "--seeds=2", "--first-seed=301", "--blocks=3");
    assertThat(good.code()).as(good.out()).isZero();
    assertThat(good.report().path("seeds").asLong()).isEqualTo(2);
    assertThat(good.report().path("blocks").asLong()).isGreaterThanOrEqualTo(6);
    assertThat(good.lastLine()).startsWith("seeds 301 to 302: 2 of 2 good; ");
  }

  /** A single stroop from nowhere: such a seed must not pass for good. */
  @Test
  void namesASeedAtWhichBooksAndChainDifferByAStroop() throws Exception {
    SimulationRun bad =
        SimulationRun.of(
            "bad-seeds",
            "--seeds=1",
            "--first-seed=105",
            "--blocks=12",
            "--faults=none",
            "--spoil-after=4");
    assertThat(bad.code()).as(bad.out()).isEqualTo(1);
    assertThat(bad.report().path("failed").path(0).path("seed").asLong()).isEqualTo(105);
    assertThat(bad.out())
        .contains("seed 105 FAILED with 1:")
        .contains("seed 105, block ")
        .contains("was given KALE ");
  }

  @Test
  void givesTheSameDatabaseForTheSameSeed() throws Exception {
    String[] options = {"--seed=202", "--blocks=24", "--farmers=6", "--bots=3"};
    SimulationRun first = SimulationRun.of("replay-1", options);
    SimulationRun second = SimulationRun.of("replay-2", options);
    assertThat(first.report().path("faults").path("RESTORE").asLong()).isPositive();
    goesOn(first);
    assertThat(first.report().path("digest").asText())
        .hasSize(32)
        .isEqualTo(second.report().path("digest").asText());
    assertThat(first.lastLine()).isEqualTo(second.lastLine());
  }
}
