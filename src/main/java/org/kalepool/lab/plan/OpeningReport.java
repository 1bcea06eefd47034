package org.kalepool.lab.plan;

import java.util.Locale;

/** What it brings and costs to plant in the opening ledger, as a Markdown table. */
final class OpeningReport {
  /** A farmer keeps half of what a block brings. */
  private static final double SHARE = 0.5;

  private final StringBuilder text = new StringBuilder(2_000);
  private final double failedFee;

  /**
   * @param failedFee XLM that a plant costs that comes too soon
   */
  OpeningReport(int blocks, long seed, NetworkModel model, double failedFee) {
    this.failedFee = failedFee;
    text.append(
            String.format(
                Locale.ROOT,
                "%d blocks for each line and way, seed %d, ledgers of %.2f s on average. Early:"
                    + " plants sent for the ledger that may open the block; a failed one costs %.5f"
                    + " XLM.%n%n",
                blocks,
                seed,
                model.ledgerSeconds().mean(),
                failedFee))
        .append(
            "| farmers | MH/s | early in | in the opening ledger: usual | early | ledgers behind:"
                + " usual | early | KALE a farmer and block: usual | early | more | too soon | pays"
                + " above, XLM per KALE |\n"
                + "|---|---|---|---|---|---|---|---|---|---|---|---|\n");
  }

  void add(int farmers, double rate, OpeningMatch.Way usual, OpeningMatch.Way early) {
    double more = early.kale() - usual.kale();
    double price = early.failed() * failedFee / (SHARE * more);
    text.append(
        String.format(
            Locale.ROOT,
            "| %d | %s | %.0f %% of blocks | %.1f %% | %.1f %% | %.2f | %.2f | %.3f | %.3f |"
                + " %+.2f %% | %.3f %% | %s |%n",
            farmers,
            Double.toString(rate),
            100 * early.early(),
            100 * usual.opening(),
            100 * early.opening(),
            usual.behind(),
            early.behind(),
            usual.kale(),
            early.kale(),
            100 * more / usual.kale(),
            100 * early.failed(),
            more <= 0 ? "never" : String.format(Locale.ROOT, "%.6f", price)));
  }

  String table() {
    return text.toString();
  }
}
