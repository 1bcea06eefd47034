package org.kalepool.lab.plan;

import java.util.Locale;

/** What a year of prices came to, as a Markdown table. */
final class PayingReport {
  private static final int BLOCKS = 100;

  private final StringBuilder text = new StringBuilder(2_000);
  private final StringBuilder errors =
      new StringBuilder("\nHow far off what was expected was, in parts of what came.\n\n");

  private final StringBuilder rules = new StringBuilder();

  PayingReport(double price, int days, long seed) {
    text.append(
        String.format(
            Locale.ROOT,
            "%d days of prices around %s XLM for one KALE, seed %d, mainnet's fees, half of the"
                + " rewards the pooler's.%nXLM for one farmer.%n%n",
            days,
            Double.toString(price),
            seed));
    text.append("| farmers | MH/s | always | when it pays me | planted | with the price foreseen")
        .append(
            " | ours, % of it | ours on average | at most, luck unknown | ours, % of it"
                + " | by half of the draws | ours, % of it")
        .append(" | with all foreseen | ours, % of it | the worst off against always |\n")
        .append("|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|\n");
    errors
        .append("| farmers | MH/s | 100 blocks together | all blocks | one block | of that luck")
        .append(" | the forecast's own |\n|---|---|---|---|---|---|---|\n");
  }

  void add(int farmers, double rate, PayingYear.Result result) {
    PayingWay always = result.always();
    PayingWay ours = result.ours();
    text.append(
        String.format(
            Locale.ROOT,
            "| %d | %s | %.2f | %.2f | %.1f %% | %.2f | **%.1f** | %.2f | %.2f | **%.1f** | %.2f"
                + " | **%.1f** | %.2f | %.1f | %+.2f %% |%n",
            farmers,
            Double.toString(rate),
            always.profit(),
            ours.profit(),
            100 * ours.planted(),
            result.told().profit(),
            part(ours.profit(), result.told().profit()),
            ours.average(),
            result.bound(),
            part(ours.average(), result.bound()),
            result.attained(),
            part(ours.average(), result.attained()),
            result.foresight(),
            part(ours.profit(), result.foresight()),
            -100 * ours.worst()));
    errors.append(
        String.format(
            Locale.ROOT,
            "| %d | %s | %.1f %% | %+.1f %% | %.1f %% | %.1f %% | %.1f %% |%n",
            farmers,
            Double.toString(rate),
            100 * always.usual(BLOCKS),
            100 * always.error(Integer.MAX_VALUE),
            100 * always.size(Integer.MAX_VALUE),
            100 * always.luck(),
            100 * always.fault()));
    PayingWay ruled = result.ruled();
    if (ruled != null) {
      ruled(farmers, rate, ours.profit(), ruled);
    }
  }

  /** Beside who knows by what rule the price jumps, where it does. */
  private void ruled(int farmers, double rate, double ours, PayingWay ruled) {
    if (rules.isEmpty()) {
      rules
          .append("\nBeside who knows by what rule the price jumps, and of prices the past.\n\n")
          .append("| farmers | MH/s | when it pays me | by the rule | ours, % of it |\n")
          .append("|---|---|---|---|---|\n");
    }
    rules.append(
        String.format(
            Locale.ROOT,
            "| %d | %s | %.2f | %.2f | **%.1f** |%n",
            farmers,
            Double.toString(rate),
            ours,
            ruled.profit(),
            part(ours, ruled.profit())));
  }

  private static double part(double ours, double best) {
    return best <= 0 ? 100 : 100 * ours / best;
  }

  String table() {
    return text.toString() + errors + rules;
  }
}
