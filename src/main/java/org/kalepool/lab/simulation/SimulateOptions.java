package org.kalepool.lab.simulation;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.kalepool.cli.CommandException;
import picocli.CommandLine.Option;

/** The options of {@link SimulateCommand}, and what follows from them. */
final class SimulateOptions {
  private static final long SEEDS_FOR_BATCHES = 3;

  /** Of five seeds the one that has farmers with vaults. */
  private static final int SEED_FOR_VAULTS = 4;

  @Option(
      names = "--blocks",
      defaultValue = "100",
      description = "how many blocks (default: ${DEFAULT-VALUE})")
  long blocks;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "seed of all chance (default: ${DEFAULT-VALUE})")
  long seed;

  @Option(
      names = "--seeds",
      defaultValue = "0",
      description =
          "instead of one seed, play so many, each in a process of its own, and tell which fail;"
              + " 0 for one (default: ${DEFAULT-VALUE})")
  long seeds;

  @Option(
      names = "--first-seed",
      description = "with --seeds: the first, the others follow it (default: drawn, and printed)")
  @Nullable Long firstSeed;

  @Option(
      names = "--jobs",
      defaultValue = "1",
      description = "with --seeds: processes at a time (default: ${DEFAULT-VALUE})")
  int jobs;

  @Option(names = "--database", hidden = true, description = "an empty database's JDBC URL")
  @Nullable String database;

  @Option(
      names = "--faults",
      defaultValue = "all",
      description =
          "all, none, or names separated by commas; poolers is all that goes wrong with a second"
              + " pooler on a machine of its own, which every other seed then has (default:"
              + " ${DEFAULT-VALUE})")
  String faults = "all";

  @Option(
      names = "--own-sending",
      description =
          "have a second pooler in any case, whose machine sends its works itself, from accounts of"
              + " its own; seeds that three divides leave it so little XLM that they run out")
  boolean ownSending;

  @Option(
      names = "--opening-ledger",
      arity = "1",
      defaultValue = "true",
      description =
          "whether plants are sent before their block is open (kale.plant.opening-ledger; default:"
              + " ${DEFAULT-VALUE})")
  boolean openingLedger;

  @Option(
      names = "--split-contract",
      arity = "0..1",
      fallbackValue = "true",
      description =
          "whether farmers are paid out by the split contract, some of them to contracts (default:"
              + " every fourth seed)")
  @Nullable Boolean splitContract;

  @Option(
      names = "--batches",
      description =
          "have works and harvests share transactions, by a batch contract on the network; every"
              + " third seed has them in any case")
  boolean batches;

  @Option(
      names = "--vaults",
      description =
          "how many farmers with vaults there are at a time beside the others, 0 to 100; with any"
              + " there are batches, too (default: 1 where a seed ends in 4 or 9, else 0)")
  @Nullable Integer vaults;

  @Option(
      names = "--farmers",
      defaultValue = "6",
      description = "how many farmers at a time, 1 to 100 (default: ${DEFAULT-VALUE})")
  int farmers;

  @Option(
      names = "--bots",
      defaultValue = "3",
      description = "other farmers (default: ${DEFAULT-VALUE})")
  int bots;

  @Option(
      names = "--progress",
      defaultValue = "20",
      description = "blocks between two lines of progress, 0 for none (default: ${DEFAULT-VALUE})")
  long progress;

  @Option(
      names = "--spoil-after",
      defaultValue = "0",
      description =
          "after so many blocks give a farmer a stroop that the run does not know of, to see that"
              + " it is found: the run has to end with 1; 0 for never (default: ${DEFAULT-VALUE})")
  long spoilAfter;

  @Option(
      names = "--sizes",
      description =
          "at the end say how large the database is, by table and for a farmer and block, with"
              + " pages of 32 blocks and the newest 24 blocks not archived")
  boolean sizes;

  @Option(names = "--report", description = "also write the figures to this file, as JSON")
  @Nullable Path report;

  @Option(
      names = "--reports",
      description =
          "with --seeds: also write the figures of each seed to SEED.json in this folder, whatever"
              + " came of it")
  @Nullable Path reports;

  @Option(
      names = "--keep-database",
      description =
          "with one seed: at the end write the pool's database to this file, as backup does; two"
              + " such files show where two runs part")
  @Nullable Path keepDatabase;

  @Option(names = "--verbose", description = "show the service's log")
  boolean verbose;

  /**
   * Checks what was given.
   *
   * @throws CommandException naming the option that is out of its bounds
   */
  void check() {
    check("--blocks", blocks, 1, Long.MAX_VALUE);
    check("--farmers", farmers, 1, 100);
    check("--bots", bots, 0, 1_000);
    check("--vaults", vaults(), 0, 100);
    check("--progress", progress, 0, Long.MAX_VALUE);
    check("--spoil-after", spoilAfter, 0, blocks);
    check("--seeds", seeds, 0, 1_000_000);
    check("--jobs", jobs, 1, 256);
  }

  private static void check(String option, long value, long low, long high) {
    if (value < low || value > high) {
      String range = high == Long.MAX_VALUE ? "at least " + low : low + " to " + high;
      throw new CommandException(option + " must be " + range + ", not " + value);
    }
  }

  /** Of the one seed. */
  SimulationOptions ofRun(Set<SimulatedFault> chosen) {
    return new SimulationOptions(
        seed, blocks, farmers, chosen, ownSending, byContract(), vaults(), progress, spoilAfter);
  }

  private boolean byContract() {
    return splitContract == null ? Math.floorMod(seed, 4) == 0 : splitContract;
  }

  private int vaults() {
    return vaults == null ? Math.floorMod(seed, 5) == SEED_FOR_VAULTS ? 1 : 0 : vaults;
  }

  /** Whether works and harvests share transactions. */
  boolean inBatches() {
    return batches || vaults() > 0 || seed % SEEDS_FOR_BATCHES == 0;
  }

  /** What each of several seeds is played with. */
  List<String> ofEachSeed() {
    List<String> options = new ArrayList<>();
    if (splitContract != null) {
      options.add("--split-contract=" + splitContract);
    }
    if (vaults != null) {
      options.add("--vaults=" + vaults);
    }
    options.addAll(
        List.of(
            "--own-sending=" + ownSending,
            "--opening-ledger=" + openingLedger,
            "--batches=" + batches,
            "--blocks=" + blocks,
            "--farmers=" + farmers,
            "--bots=" + bots,
            "--faults=" + faults,
            "--spoil-after=" + spoilAfter));
    return options;
  }
}
