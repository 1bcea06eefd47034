package org.kalepool.lab.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The packaged {@code pool simulate}: all its faults for many blocks. */
@Tag("soak")
class SimulationCheck {
  /** With those of {@link SimulationSeedsCheck} 504 blocks that have a second pooler. */
  private static final long BLOCKS = 396;

  /** Of one that has a second pooler, on a machine of its own, the split contract and vaults. */
  private static final long SEED = 124;

  @Test
  void holdsItsInvariantsAfterEveryBlock() throws Exception {
    SimulationRun run = SimulationRun.ofMany("long", "--seed=" + SEED, "--blocks=" + BLOCKS);
    JsonNode report = run.report();
    assertThat(run.code()).as(run.out()).isZero();
    assertThat(report.path("broken")).isEmpty();
    assertThat(report.path("difference").asLong(-1)).isZero();
    assertThat(report.path("blocks").asLong()).isGreaterThanOrEqualTo(BLOCKS);
    assertThat(report.path("planted").asLong()).isGreaterThan(BLOCKS / 2);
    assertThat(report.path("harvested").asLong()).isGreaterThan(BLOCKS / 3);
    assertThat(report.path("second_pooler").path("planted").asLong()).isGreaterThan(BLOCKS / 6);
    assertThat(report.path("second_pooler").path("harvested").asLong()).isGreaterThan(BLOCKS / 9);
    run.hasAllFaultsOfPoolers();
    long faults =
        StreamSupport.stream(report.path("faults").spliterator(), false)
            .mapToLong(JsonNode::asLong)
            .sum();
    assertThat(faults).isGreaterThan(BLOCKS);
    assertThat(run.lastLine())
        .startsWith("seed " + SEED + ": good; " + report.path("blocks").asLong() + " blocks; ")
        .contains("difference 0 stroops; 0 invariants broken; digest ");
  }
}
