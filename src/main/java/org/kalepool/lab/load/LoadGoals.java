package org.kalepool.lab.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.GameRules;
import org.kalepool.lab.load.LoadReport.BlockLine;
import org.kalepool.lab.load.LoadReport.Goal;

/** What a load run has to show, and whether it does. */
final class LoadGoals {
  /** Fewer blocks say nothing about a trend. */
  private static final int FEWEST_BLOCKS = 10;

  private static final int BLOCKS = 50;
  private static final double SLOWEST_MILLIS = 250;
  private static final int HEAP = 512;

  /** With more farmers the pool may need more than that. */
  private static final int FARMERS_IN_HEAP = 1_000;

  /** What a pool with nothing to do may take of a node, bytes an hour. */
  private static final double RESTING_BYTES = 5e6;

  /** A live set that would grow by less than this part of the heap over 50 blocks is flat. */
  private static final double FLAT = 0.05;

  private static final double LATE_WORKS = 0.005;

  /** What a work dies of in a ledger of another block, and what before it is in any. */
  private static final List<String> AFTER_ITS_BLOCK =
      List.of("FOOTPRINT_CHANGED", "PAIL_MISSING", "HASH_INVALID");

  private static final List<String> NEVER_SENT = List.of("BLOCK_CLOSED", "EXPIRED", "FEE_TOO_LOW");

  /** Of what a farmer's block costs by itself. */
  private static final double BATCHED = 0.77;

  private static final String BATCHES = "a farmer's block at most 77 % of its fees without batches";

  /** Of what an account's block costs, each deed by itself. */
  private static final double VAULT = 0.46;

  private static final String VAULTS =
      "plant, work and harvest of a vault at most 46 % of an account's";

  /** Of those that would hold it all. */
  private static final double LEDGERS = 1.2;

  private static final int MANY_LEDGERS = 5;

  /** One ledger to see the block open in, and one more. */
  private static final int LEDGERS_TO_SPARE = 2;

  private LoadGoals() {}

  static List<Goal> of(LoadReport report) {
    List<Goal> goals = new ArrayList<>();
    goals.add(everybody(report, "planted in every block", BlockLine::planted));
    goals.add(ledgers(report));
    goals.add(everybody(report, "worked in every block", BlockLine::worked));
    goals.add(lateWorks(report));
    goals.add(everybody(report, "harvested", BlockLine::harvested));
    goals.add(harvestedInTime(report));
    goals.add(api(report));
    goals.add(heap(report));
    goals.add(flat(report));
    goals.add(
        new Goal(
            "at most 5 MB an hour from the node at rest",
            report.atRest().bytes() <= RESTING_BYTES,
            String.format(Locale.ROOT, "%.2f MB", report.atRest().bytes() / 1e6)));
    goals.add(
        new Goal(
            "books and chain agree",
            report.differenceStroops() == 0,
            "difference " + report.differenceStroops() + " stroops"));
    goals.add(fewLedgers(report));
    if (report.vaults()) {
      goals.add(vaults(report.fees()));
    } else if (report.fees().together()) {
      goals.add(batched(report.fees()));
    }
    return goals;
  }

  private static Goal batched(LoadFees fees) {
    Double all = fees.block();
    Double alone = fees.blockAlone();
    if (all == null || alone == null) {
      return new Goal(BATCHES, null, "no deed of some kind was by itself");
    }
    return new Goal(
        BATCHES,
        all <= BATCHED * alone,
        String.format(Locale.ROOT, "%.0f of %.0f stroops, %.1f %%", all, alone, 100 * all / alone));
  }

  private static Goal vaults(LoadFees fees) {
    Double each = fees.ofEach();
    if (each == null) {
      return new Goal(VAULTS, null, "not all of it was done");
    }
    long account = LoadFees.ofEachOfAnAccount();
    return new Goal(
        VAULTS,
        each <= VAULT * account,
        String.format(
            Locale.ROOT, "%.0f of %d stroops, %.1f %%", each, account, 100 * each / account));
  }

  /** Of few ledgers one more or less is chance, and faster than real the processor decides. */
  private static Goal fewLedgers(LoadReport report) {
    Map<String, LoadReport.Ledgers> sums = new TreeMap<>();
    for (BlockLine line : report.blocks()) {
      for (LoadReport.Ledgers each : line.ledgers()) {
        sums.merge(each.action(), each, LoadReport.Ledgers::plus);
      }
    }
    boolean tells =
        !sums.isEmpty()
            && sums.values().stream()
                .allMatch(it -> it.fewest() >= MANY_LEDGERS * report.blocks().size());
    boolean few = sums.values().stream().allMatch(it -> it.used() <= LEDGERS * it.fewest());
    return new Goal(
        "at most 20 % more ledgers than hold it all",
        tells && (few || report.speed() <= 1) ? (Boolean) few : null,
        sums.values().stream()
            .map(
                it ->
                    String.format(
                        Locale.ROOT,
                        "%s %d of %d (%+.0f %%)",
                        it.action(),
                        it.used(),
                        it.fewest(),
                        it.more()))
            .collect(Collectors.joining(", ")));
  }

  private static Goal everybody(LoadReport report, String what, ToIntFunction<BlockLine> count) {
    int least = report.blocks().stream().mapToInt(count).min().orElse(0);
    return new Goal(
        "all " + what, least == report.farmers(), "least " + least + " of " + report.farmers());
  }

  /**
   * Only at real speed is the processor's share in it what it is in service. Transactions of many
   * leave a part of each ledger empty, so of many ledgers a part is to spare.
   */
  private static Goal ledgers(LoadReport report) {
    int worst =
        report.blocks().stream()
            .mapToInt(it -> it.plantLedgers() - it.fewestLedgers())
            .max()
            .orElse(0);
    Boolean met =
        report.blocks().stream()
            .allMatch(
                it ->
                    it.plantLedgers()
                        <= Math.max(
                            it.fewestLedgers() + LEDGERS_TO_SPARE, LEDGERS * it.fewestLedgers()));
    return new Goal(
        "planted as fast as the ledgers take them",
        report.speed() > 1 && !met ? null : met,
        "at most " + worst + " ledgers more than what is in them fills");
  }

  /** Faster than real, a slow answer says nothing; one that failed does. */
  private static Goal api(LoadReport report) {
    double p99 = report.requests().p99();
    boolean quick = p99 < SLOWEST_MILLIS;
    boolean answered = report.failedRequests() == 0;
    return new Goal(
        "API p99 below 250 ms, every request answered",
        answered && !quick && report.speed() > 1 ? null : (Boolean) (answered && quick),
        String.format(
            Locale.ROOT,
            "%.0f ms, %d of %d failed",
            p99,
            report.failedRequests(),
            report.requests().requests()));
  }

  /**
   * A final work that lands after the block has changed costs its fee and the better hash; what is
   * not even sent before that loses the hash alone.
   */
  private static Goal lateWorks(LoadReport report) {
    int landed = failures(report, AFTER_ITS_BLOCK);
    int unsent = failures(report, NEVER_SENT);
    int late = landed + unsent;
    int all = report.farmers() * report.blocks().size();
    double share = all == 0 ? 0 : (double) late / all;
    Boolean met = share < LATE_WORKS;
    return new Goal(
        "below 0.5 % of the final works after the block had changed",
        report.speed() > 1 && !met ? null : met,
        String.format(
            Locale.ROOT,
            "%.2f %%, %d of %d, of which %d landed too late and %d were not sent",
            100 * share,
            late,
            all,
            landed,
            unsent));
  }

  private static int failures(LoadReport report, List<String> causes) {
    return report.blocks().stream()
        .flatMap(it -> causes.stream().map(cause -> it.failures().getOrDefault("WORK " + cause, 0)))
        .mapToInt(Integer::intValue)
        .sum();
  }

  private static Goal harvestedInTime(LoadReport report) {
    Predicate<BlockLine> late =
        it -> it.lastHarvest() == null || it.lastHarvest() > GameRules.BLOCK_INTERVAL_SECONDS;
    long latest =
        report.blocks().stream()
            .map(BlockLine::lastHarvest)
            .filter(Objects::nonNull)
            .mapToLong(Long::longValue)
            .max()
            .orElse(0);
    return new Goal(
        "harvested within the next block",
        report.blocks().stream().noneMatch(late),
        "latest " + latest + " s into it");
  }

  private static Goal heap(LoadReport report) {
    boolean measured = report.blocks().stream().allMatch(it -> it.liveHeap() != null);
    double most = liveHeap(report.blocks()).stream().mapToDouble(it -> it).max().orElse(0);
    return new Goal(
        "heap below 512 MiB",
        measured && report.farmers() <= FARMERS_IN_HEAP
            ? (Boolean) (report.heapLimit() <= HEAP && most < HEAP)
            : null,
        String.format(Locale.ROOT, "at most %.0f MiB live, -Xmx%dm", most, report.heapLimit()));
  }

  private static Goal flat(LoadReport report) {
    Double slope = report.heapPerBlock();
    return new Goal(
        "memory flat over " + BLOCKS + " blocks",
        slope == null ? null : (Boolean) (slope * BLOCKS < FLAT * HEAP),
        slope == null
            ? "takes " + FEWEST_BLOCKS + " blocks to tell"
            : String.format(
                Locale.ROOT, "%+.3f MiB a block, %+.1f MiB in %d", slope, slope * BLOCKS, BLOCKS));
  }

  private static List<Double> liveHeap(List<BlockLine> lines) {
    List<Double> heap = new ArrayList<>();
    for (BlockLine line : lines) {
      Double live = line.liveHeap();
      if (live != null) {
        heap.add(live);
      }
    }
    return heap;
  }

  /**
   * Growth of the live heap by the least squares, the first fifth of the blocks left out, in which
   * caches fill.
   *
   * @return MiB a block, null for too few blocks
   */
  static @Nullable Double heapPerBlock(List<BlockLine> lines) {
    List<Double> heap = liveHeap(lines);
    if (heap.size() < FEWEST_BLOCKS) {
      return null;
    }
    List<Double> warm = heap.subList(heap.size() / 5, heap.size());
    double middle = (warm.size() - 1) / 2.0;
    double above = 0;
    double below = 0;
    for (int i = 0; i < warm.size(); i++) {
      above += (i - middle) * warm.get(i);
      below += (i - middle) * (i - middle);
    }
    return above / below;
  }
}
