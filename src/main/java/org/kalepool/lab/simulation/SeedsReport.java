package org.kalepool.lab.simulation;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Locale;

/**
 * What many simulations, each of another seed, came to.
 *
 * @param firstSeed the others follow it
 * @param seeds how many were played to their end
 * @param blocks of all together
 * @param seconds wall-clock time
 * @param failed those that broke an invariant, or ended without a report
 */
@RegisterForReflection
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
record SeedsReport(
    long firstSeed,
    long seeds,
    long good,
    long blocks,
    long ledgers,
    double seconds,
    long planted,
    long notPlanted,
    long worked,
    long notWorked,
    long harvested,
    long lost,
    long transactions,
    List<Failed> failed) {

  /**
   * One that failed.
   *
   * @param code its process's exit code
   * @param why its broken invariants, or the end of its output
   */
  @RegisterForReflection
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  record Failed(long seed, int code, List<String> why) {}

  String line() {
    return String.format(
        Locale.ROOT,
        "seeds %d to %d: %d of %d good; %d blocks, %d ledgers, %d transactions in %.0f s; planted"
            + " %d of %d, worked %d of %d, harvested %d of %d%s",
        firstSeed,
        firstSeed + Math.max(seeds, 1) - 1,
        good,
        seeds,
        blocks,
        ledgers,
        transactions,
        seconds,
        planted,
        planted + notPlanted,
        worked,
        worked + notWorked,
        harvested,
        harvested + lost,
        failed.isEmpty() ? "" : "; FAILED: " + failed.stream().map(Failed::seed).toList());
  }
}
