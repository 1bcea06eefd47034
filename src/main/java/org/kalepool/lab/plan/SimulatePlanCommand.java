package org.kalepool.lab.plan;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.kalepool.work.plan.SubmissionSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code pool simulate-plan}: compares ways of spending a pool's hashes. */
@Command(
    name = "simulate-plan",
    mixinStandardHelpOptions = true,
    description = {
      "Plays blocks by the contract's rules against fields of other farmers and compares the pool's"
          + " plan with equal shares sent at 240 s and with the first hit of difficulty 6 for one"
          + " farmer after another, against the bounds D1 and D1S.",
      "With --fees a year of prices is played: what it brings to farm only when it pays.",
      "With --opening it is played what it brings to plant in the ledger that opens the block.",
      "The same seed gives the same figures."
    })
public final class SimulatePlanCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Option(
      names = "--blocks",
      defaultValue = "2000",
      description = "blocks for each size, hash rate and plan (default: ${DEFAULT-VALUE})")
  int blocks;

  @Option(
      names = "--farmers",
      split = ",",
      defaultValue = "1,10,50,500",
      description = "sizes of the pool (default: ${DEFAULT-VALUE})")
  List<Integer> farmers;

  @Option(
      names = "--rate",
      split = ",",
      defaultValue = "5,50,1000",
      description = "hash rates in MH/s (default: ${DEFAULT-VALUE})")
  List<Double> rates;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "seed of all chance (default: ${DEFAULT-VALUE})")
  long seed;

  @Option(
      names = "--ledger-seconds",
      defaultValue = "5.5",
      description = "mean time between ledgers (default: ${DEFAULT-VALUE})")
  double ledgerSeconds;

  @Option(
      names = "--capacity",
      defaultValue = "200",
      description = "works of the pool that a ledger takes (default: ${DEFAULT-VALUE})")
  int capacity;

  @Option(
      names = "--patient",
      defaultValue = "0.6",
      description = "share of the others who send late and their best (default: ${DEFAULT-VALUE})")
  double patient;

  @Option(
      names = "--price",
      defaultValue = "0",
      description =
          "XLM for one KALE; a second work must earn its fee, 0: it always does (default:"
              + " ${DEFAULT-VALUE})")
  double price;

  @Option(
      names = "--fees",
      description =
          "plays a year of made prices around --price instead, with the fees of this network"
              + " (mainnet), and tells what farmers have of farming always, when it pays them, and"
              + " with foresight")
  @Nullable FeesOf fees;

  @Option(
      names = "--days",
      defaultValue = "365",
      description = "how long a year of prices is (default: ${DEFAULT-VALUE})")
  int days;

  @Option(
      names = "--jumps",
      description =
          "with --fees: in one block of ten the price jumps to anything between --price and a"
              + " twentieth of it")
  boolean jumps;

  @Option(
      names = "--opening",
      description =
          "plays the pool's plan with plants sent once a block may be opened, and sent for the"
              + " ledger that may open it")
  boolean opening;

  @Option(
      names = "--uneven",
      defaultValue = "0",
      description =
          "share of the ledgers that take a second less or more than the others (default:"
              + " ${DEFAULT-VALUE})")
  double uneven;

  @Option(
      names = "--redraws",
      defaultValue = "12",
      description =
          "with --fees: how often the luck of each block is drawn again, to tell what could be"
              + " known beforehand (default: ${DEFAULT-VALUE})")
  int redraws;

  @Option(
      names = "--most-behind",
      defaultValue = "1",
      description =
          "with --fees: percent of what farming always brings, by which nobody may come to be"
              + " behind it (kale.profit.most-behind), 100 for no bound (default: ${DEFAULT-VALUE})")
  double mostBehind;

  /** Whose fees can be taken. */
  enum FeesOf {
    /** As measured in August 2026, with an inclusion fee of 100 stroops. */
    mainnet
  }

  @Option(names = "--json", description = "also write the figures to this file as JSON")
  @Nullable Path json;

  /** What was played with one size and hash rate. */
  record Played(int farmers, double megahashes, List<Match.Result> results) {}

  @Override
  public Integer call() throws IOException {
    check();
    SubmissionSettings settings = SubmissionSettings.defaults().withPrice(price);
    NetworkModel model = NetworkModel.of(ledgerSeconds, capacity).uneven(uneven);
    PrintWriter out = spec.commandLine().getOut();
    if (opening) {
      out.println(opening(model, settings));
      out.flush();
      return 0;
    }
    if (fees != null) {
      PayingReport report = new PayingReport(price, days, seed);
      for (int size : farmers) {
        for (double rate : rates) {
          Match match = new Match(model, new OtherFarmers(patient), size, rate * 1e6, 0, seed);
          PriceSeries prices =
              jumps ? PriceSeries.jumps(price, days, seed) : PriceSeries.of(price, days, seed);
          report.add(
              size,
              rate,
              new PayingYear(match, settings, prices, days, redraws)
                  .withMostBehind(mostBehind)
                  .play());
        }
      }
      out.println(report.table());
      out.flush();
      return 0;
    }
    List<Played> played = new ArrayList<>();
    for (int size : farmers) {
      for (double rate : rates) {
        Match match = new Match(model, new OtherFarmers(patient), size, rate * 1e6, blocks, seed);
        MatchProgress progress =
            new MatchProgress(
                spec.commandLine().getErr(), size + " farmers, " + rate + " MH/s", blocks);
        played.add(new Played(size, rate, match.play(settings, progress::block)));
      }
    }
    PlanReport report = new PlanReport(played);
    out.println(report.tables());
    out.flush();
    if (json != null) {
      Files.writeString(json, report.json(this));
    }
    return 0;
  }

  private String opening(NetworkModel model, SubmissionSettings settings) {
    OpeningReport report = new OpeningReport(blocks, seed, model, PayingYear.failedPlant());
    for (int size : farmers) {
      for (double rate : rates) {
        Match match = new Match(model, new OtherFarmers(patient), size, rate * 1e6, blocks, seed);
        OpeningMatch played = new OpeningMatch(match, settings);
        MatchProgress progress =
            new MatchProgress(
                spec.commandLine().getErr(), size + " farmers, " + rate + " MH/s", blocks);
        report.add(
            size, rate, played.play(false, progress::block), played.play(true, progress::block));
      }
    }
    return report.table();
  }

  private void check() {
    if (fees != null && !(price >= 1e-9 && price <= 1 && days >= 1 && days <= 3_650)) {
      throw new ParameterException(
          spec.commandLine(), "--fees wants --price, 1e-9 to 1 XLM, and 1 to 3650 --days");
    }
    boolean sane =
        blocks > 0
            && capacity > 0
            && ledgerSeconds >= 1
            && ledgerSeconds <= 30
            && price >= 0
            && patient >= 0
            && patient <= 1
            && redraws >= 0
            && redraws <= 1_000
            && mostBehind >= 0
            && mostBehind <= 100
            && uneven >= 0
            && uneven <= 1
            && farmers.stream().allMatch(size -> size > 0 && size <= 10_000)
            && rates.stream().allMatch(rate -> rate > 0 && rate <= 1e9);
    if (!sane) {
      throw new ParameterException(
          spec.commandLine(),
          "blocks, capacity, farmers (up to 10 000) and rates must be positive, a ledger 1 to 30 s,"
              + " a share 0 to 1, a percentage 0 to 100, a price not negative");
    }
  }
}
