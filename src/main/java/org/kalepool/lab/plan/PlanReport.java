package org.kalepool.lab.plan;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;

/** The figures of a simulation as Markdown tables and as JSON. */
final class PlanReport {
  private final List<SimulatePlanCommand.Played> played;

  PlanReport(List<SimulatePlanCommand.Played> played) {
    this.played = played;
  }

  String tables() {
    StringBuilder text = new StringBuilder(4_000);
    text.append("| farmers | MH/s | contribution | % of D1S | % of D1 | equal shares, % of D1")
        .append(" | one after another, % of D1 | ours more than equal shares")
        .append(" | times one after another |\n|---|---|---|---|---|---|---|---|---|\n");
    for (SimulatePlanCommand.Played match : played) {
      text.append(compared(match));
    }
    text.append("\nShort of D1, in % of it, and what it costs:\n\n")
        .append("| farmers | MH/s | not found | not sent | gap | late | works a farmer and block")
        .append(" | KALE a farmer and block: ours | equal shares | one after another |\n")
        .append("|---|---|---|---|---|---|---|---|---|---|\n");
    for (SimulatePlanCommand.Played match : played) {
      text.append(lost(match));
    }
    return text.toString();
  }

  private static String compared(SimulatePlanCommand.Played match) {
    Match.Result ours = match.results().get(0);
    Match.Result equal = match.results().get(1);
    Match.Result another = match.results().get(2);
    double contribution = ours.mean().contribution();
    return line(
        "| %d | %s | %.3f | **%s** | %s | %s | %s | +%.1f %% | %.1f |",
        match.farmers(),
        plain(match.megahashes()),
        contribution,
        percent(ours.ofD1S()),
        percent(ours.ofD1()),
        percent(equal.ofD1()),
        percent(another.ofD1()),
        100 * (contribution / equal.mean().contribution() - 1),
        contribution / another.mean().contribution());
  }

  private static String lost(SimulatePlanCommand.Played match) {
    Score ours = match.results().get(0).mean();
    Losses losses = ours.losses().times(100 / ours.d1());
    return line(
        "| %d | %s | %.2f | %.2f | %.2f | %.2f | %.2f | %.2f | %.2f | %.2f |",
        match.farmers(),
        plain(match.megahashes()),
        losses.notFound(),
        losses.notSent(),
        losses.gap(),
        losses.late(),
        ours.sends(),
        net(ours),
        net(match.results().get(1).mean()),
        net(match.results().get(2).mean()));
  }

  /** All the figures, with what they were made from. */
  String json(SimulatePlanCommand command) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("blocks", command.blocks)
        .put("seed", command.seed)
        .put("ledgerSeconds", command.ledgerSeconds)
        .put("worksPerLedger", command.capacity)
        .put("patientOthers", command.patient)
        .put("xlmPerKale", command.price);
    var results = root.putArray("results");
    for (SimulatePlanCommand.Played match : played) {
      for (Match.Result result : match.results()) {
        ObjectNode node = results.addObject();
        node.put("farmers", match.farmers())
            .put("megahashesPerSecond", match.megahashes())
            .put("plan", result.plan());
        fill(node, result);
      }
    }
    return root.toPrettyString() + "\n";
  }

  private static void fill(ObjectNode node, Match.Result result) {
    Score mean = result.mean();
    node.put("contribution", mean.contribution()).put("d1", mean.d1()).put("d1s", mean.d1s());
    fill(node.putObject("ofD1S"), result.ofD1S());
    fill(node.putObject("ofD1"), result.ofD1());
    node.put("kale", mean.kale())
        .put("forfeitedKale", mean.forfeited())
        .put("worksSent", mean.sends())
        .putObject("shortOfD1")
        .put("notFound", mean.losses().notFound())
        .put("notSent", mean.losses().notSent())
        .put("gap", mean.losses().gap())
        .put("late", mean.losses().late());
  }

  private static void fill(ObjectNode node, Estimate estimate) {
    node.put("ratio", estimate.value()).put("halfWidth95", estimate.halfWidth());
  }

  private static double net(Score score) {
    return score.kale() - score.forfeited();
  }

  private static String percent(Estimate estimate) {
    return String.format(
        Locale.ROOT, "%.1f ± %.1f", 100 * estimate.value(), 100 * estimate.halfWidth());
  }

  private static String plain(double number) {
    return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
  }

  @SuppressWarnings("AnnotateFormatMethod") // its annotation is in no library here
  private static String line(String format, Object... values) {
    return String.format(Locale.ROOT, format, values) + "\n";
  }
}
