package org.kalepool.lab.simulation;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a simulation came to.
 *
 * @param blocks how many were opened and held to the invariants
 * @param batched works and harvests that landed together with others
 * @param paidByContract payouts by the split contract; left out where there were none
 * @param faults how often what went wrong
 * @param secondPooler what came of the second pooler's farmers, where the seed has one
 * @param vaults what came of farmers with vaults, where there are any
 * @param fairness what became of farmers where the price moved; null where it did not
 * @param difference between books and chain at the end, stroops
 * @param broken every invariant that did not hold, with seed, block and farmer; empty if all did
 * @param digest over the pool's whole database: the same for the same seed
 */
@RegisterForReflection
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
record SimulationReport(
    long seed,
    long blocks,
    long ledgers,
    double seconds,
    long farmers,
    long departed,
    long planted,
    long notPlanted,
    long worked,
    long notWorked,
    long harvested,
    long lost,
    long transactions,
    long batched,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) long paidByContract,
    long refusedCalls,
    Map<String, Long> faults,
    Map<String, Long> causes,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, Long> secondPooler,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, Long> vaults,
    Opening opening,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String fairness,
    long difference,
    List<String> broken,
    String digest) {

  /**
   * How soon plants were in their blocks.
   *
   * @param planted of those whose block's opening was seen
   * @param first of them in the ledger that opened it
   * @param ledgers from there to their own, all of them together
   * @param failed plants that met another block than theirs
   * @param fees of all plants that failed, stroops
   */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  @RegisterForReflection
  record Opening(long planted, long first, long ledgers, long failed, long fees) {
    String line() {
      return String.format(
          Locale.ROOT,
          "in the opening ledger %s, %.2f ledgers behind on average; %d plants met another block,"
              + " failed plants cost %.7f XLM",
          rate(first, planted - first),
          planted == 0 ? 0 : (double) ledgers / planted,
          failed,
          fees / 1e7);
    }
  }

  boolean good() {
    return broken.isEmpty() && difference == 0;
  }

  /** The last line of the output. */
  String line() {
    String faultsByKind =
        faults.entrySet().stream()
            .map(e -> e.getKey().toLowerCase(Locale.ROOT) + " " + e.getValue())
            .collect(Collectors.joining(", "));
    return String.format(
        Locale.ROOT,
        "seed %d: %s; %d blocks; faults: %s; planted %s, worked %s, harvested %s;"
            + "%s%s difference %d stroops; %d invariants broken; digest %s",
        seed,
        good() ? "good" : "BROKEN",
        blocks,
        faultsByKind.isEmpty() ? "none" : faultsByKind,
        rate(planted, notPlanted),
        rate(worked, notWorked),
        rate(harvested, lost),
        batched == 0 ? "" : " " + batched + " in batches;",
        some("second pooler", secondPooler) + some("vaults", vaults),
        difference,
        broken.size(),
        digest);
  }

  /** Nothing where there is none, so that the line is as it was. */
  private static String some(String of, Map<String, Long> figures) {
    return figures.isEmpty()
        ? ""
        : figures.entrySet().stream()
            .map(e -> e.getKey() + " " + e.getValue())
            .collect(Collectors.joining(", ", " " + of + ": ", ";"));
  }

  private static String rate(long good, long bad) {
    long all = good + bad;
    return String.format(
        Locale.ROOT, "%d of %d (%.2f %%)", good, all, all == 0 ? 100.0 : 100.0 * good / all);
  }
}
