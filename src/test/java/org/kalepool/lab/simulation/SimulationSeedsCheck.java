package org.kalepool.lab.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The packaged {@code pool simulate}: short runs of many farmers, its replay, its verdict. */
class SimulationSeedsCheck {
  /**
   * A seed at which the pool has once come to a stop; 202, another of them, is the one that is
   * played twice.
   */
  @Test
  void goesOnWithSixFarmers() throws Exception {
    goesOn(run("six", 2_799_319_974L, 24));
  }

  @Test
  void worksAndHarvestsShareTransactions() throws Exception {
    SimulationRun run =
        SimulationRun.of(
            "batches", "--batches", "--seed=208", "--blocks=24", "--farmers=8", "--bots=3");
    goesOn(run);
    assertThat(run.report().path("batched").asLong()).isGreaterThan(24);
  }

  /** 205 is a seed that has one: half of the farmers are its own. */
  @Test
  void aSecondPoolerTakesPart() throws Exception {
    SimulationRun run = run("second", 205, 24);
    goesOn(run);
    JsonNode second = run.report().path("second_pooler");
    assertThat(second.path("planted").asLong()).isGreaterThan(12);
    assertThat(second.path("harvested").asLong()).isPositive();
  }

  /** Three divides the seed, so wallet and channels run out of XLM. */
  @Test
  void aPoolerThatSendsItsWorksItselfRunsOutOfLumensAndLosesNoneAndNoStake() throws Exception {
    SimulationRun run = run("own", 213, 60, "--own-sending");
    goesOn(run);
    JsonNode second = run.report().path("second_pooler");
    assertThat(second.path("own_landed").asLong()).isGreaterThan(60);
    assertThat(second.path("own_short_ledgers").asLong()).isGreaterThan(60);
    assertThat(second.path("own_handed_over").asLong()).isGreaterThan(12);
    assertThat(second.path("harvested").asLong()).isGreaterThan(60);
    run.hasAllFaultsOfPoolers();
  }

  private static SimulationRun run(String name, long seed, int blocks, String... more)
      throws Exception {
    List<String> options = new ArrayList<>(List.of(more));
    options.addAll(List.of("--seed=" + seed, "--blocks=" + blocks, "--farmers=6", "--bots=3"));
    return SimulationRun.of(name, options.toArray(String[]::new));
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
    SimulationRun first = run("replay-1", 202, 24);
    SimulationRun second = run("replay-2", 202, 24);
    assertThat(first.report().path("faults").path("RESTORE").asLong()).isPositive();
    goesOn(first);
    assertThat(first.report().path("digest").asText())
        .hasSize(32)
        .isEqualTo(second.report().path("digest").asText());
    assertThat(first.lastLine()).isEqualTo(second.lastLine());
  }
}
