package org.kalepool.lab.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The packaged {@code pool simulate}: short runs of many farmers, its replay, its verdict. */
class SimulationSeedsCheck {
  /** A seed at which the pool has once come to a stop, as 202 is. */
  @Test
  @Tag("soak")
  void goesOnWithSixFarmers() throws Exception {
    goesOn(run("six", 2_799_319_974L, 24));
  }

  /** Three divides the seed, so wallet and channels run out of XLM. */
  @Test
  @Tag("soak")
  void aPoolerThatSendsItsWorksItselfRunsOutOfLumensAndLosesNoneAndNoStake() throws Exception {
    SimulationRun run = run("own", 213, 60, "--own-sending");
    goesOn(run);
    JsonNode second = run.report().path("second_pooler");
    assertThat(second.path("own_landed").asLong()).isGreaterThan(60);
    assertThat(second.path("own_short_ledgers").asLong()).isGreaterThan(60);
    assertThat(second.path("own_handed_over").asLong()).isGreaterThan(6);
    assertThat(second.path("harvested").asLong()).isGreaterThan(60);
    run.hasAllFaultsOfPoolers();
  }

  private static SimulationRun run(String name, long seed, int blocks, String... more)
      throws Exception {
    List<String> options = new ArrayList<>(List.of(more));
    options.addAll(List.of("--seed=" + seed, "--blocks=" + blocks, "--farmers=6", "--bots=3"));
    return SimulationRun.of(name, options.toArray(String[]::new));
  }

  private static void goesOn(SimulationRun run) {
    isGood(run, 24);
    assertThat(run.report().path("worked").asLong())
        .isGreaterThan(run.report().path("not_worked").asLong() * 2);
  }

  private static void isGood(SimulationRun run, int blocks) {
    assertThat(run.code()).as(run.out()).isZero();
    assertThat(run.report().path("broken")).isEmpty();
    assertThat(run.report().path("blocks").asLong()).isGreaterThanOrEqualTo(blocks);
  }

  /** Each in a process of its own, as all fresh seeds are played. */
  @Test
  @Tag("soak")
  void playsSeedsWithSecondPoolers() throws Exception {
    SimulationRun both =
        SimulationRun.of(
            "seeds",
            "--seeds=2",
            "--first-seed=205",
            "--blocks=24",
            "--farmers=6",
            "--bots=3",
            "--reports=" + SimulationRun.FOLDER);
    assertThat(both.code()).as(both.out()).isZero();
    assertThat(both.report().path("seeds").asLong()).isEqualTo(2);
    assertThat(both.report().path("blocks").asLong()).isGreaterThanOrEqualTo(48);
    assertThat(both.lastLine()).startsWith("seeds 205 to 206: 2 of 2 good; ");
    goesOn(both.of(205));
    farmsForASecondPooler(both.of(205));
    goesOn(both.of(206));
  }

  private static void farmsForASecondPooler(SimulationRun run) {
    JsonNode second = run.report().path("second_pooler");
    assertThat(second.path("planted").asLong()).isGreaterThan(12);
    assertThat(second.path("harvested").asLong()).isPositive();
  }

  /** A single stroop from nowhere: such a seed must not pass for good. */
  @Test
  void namesASeedAtWhichBooksAndChainDifferByAStroop() throws Exception {
    SimulationRun bad =
        SimulationRun.of(
            "bad-seeds",
            "--seeds=1",
            "--first-seed=105",
            "--blocks=6",
            "--faults=none",
            "--spoil-after=3");
    assertThat(bad.code()).as(bad.out()).isEqualTo(1);
    assertThat(bad.report().path("failed").path(0).path("seed").asLong()).isEqualTo(105);
    assertThat(bad.out())
        .contains("seed 105 FAILED with 1:")
        .contains("seed 105, block ")
        .contains("was given KALE ");
  }

  /** Of 204 as below, the beginning. */
  @Test
  void farmsUnderAllFaultsAndGivesTheSameDatabaseAgain() throws Exception {
    SimulationRun run = playedTwice(204, 6);
    assertThat(run.report().path("planted").asLong()).isPositive();
    assertThat(run.report().path("vaults").path("made").asLong()).isPositive();
  }

  /** One at which the pool has once come to a stop. */
  @Test
  @Tag("soak")
  void givesTheSameDatabaseForTheSameSeed() throws Exception {
    SimulationRun run = playedTwice(202, 24);
    goesOn(run);
    assertThat(run.report().path("faults").path("RESTORE").asLong()).isPositive();
  }

  /**
   * It has a second pooler, to whom half of the farmers go. Every fourth seed is paid out by the
   * split contract, a third of its farmers to contracts; every third has works and harvests share
   * transactions, and what ends in 4 a farmer with a vault beside the others.
   */
  @Test
  @Tag("soak")
  void givesTheSameDatabaseWithASecondPoolerTheSplitContractBatchesAndVaults() throws Exception {
    SimulationRun run = playedTwice(204, 24);
    goesOn(run);
    assertThat(run.report().path("faults").path("RESTORE").asLong()).isPositive();
    farmsForASecondPooler(run);
    assertThat(run.report().path("paid_by_contract").asLong()).isPositive();
    assertThat(run.report().path("batched").asLong()).isGreaterThan(24);
    JsonNode vaults = run.report().path("vaults");
    for (String each :
        List.of("made", "planted", "harvested", "deposit", "withdrawn", "departed")) {
      assertThat(vaults.path(each).asLong()).as(each).isPositive();
    }
  }

  private static SimulationRun playedTwice(long seed, int blocks) throws Exception {
    SimulationRun first = run("replay-1", seed, blocks);
    SimulationRun second = run("replay-2", seed, blocks);
    isGood(first, blocks);
    assertThat(first.report().path("digest").asText())
        .hasSize(32)
        .isEqualTo(second.report().path("digest").asText());
    assertThat(first.lastLine()).isEqualTo(second.lastLine());
    return first;
  }
}
