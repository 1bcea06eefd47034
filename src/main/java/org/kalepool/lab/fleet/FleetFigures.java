package org.kalepool.lab.fleet;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** The turns of a fleet and of the same threads alone, and what they say of the goal. */
final class FleetFigures {
  /** Of the sum of the rates alone. */
  private static final double GOAL = 0.95;

  /** With less of the processors than this 95 % cannot be told from 100. */
  private static final double QUIET = 0.95;

  private final int hashers;
  private final List<Round> rounds = new ArrayList<>();

  /**
   * Hashes by the clock and by what the processors were busy for it.
   *
   * @param had share of the processors that were had, of those that the threads could use
   */
  record Rate(double aSecond, double aProcessorSecond, double had) {}

  private record Round(Rate alone, Rate fleet) {
    double byClock() {
      return fleet.aSecond() / alone.aSecond();
    }

    double byProcessor() {
      return fleet.aProcessorSecond() / alone.aProcessorSecond();
    }

    double had() {
      return Math.min(alone.had(), fleet.had());
    }
  }

  FleetFigures(int hashers) {
    this.hashers = hashers;
  }

  /** Takes a round in, and tells it. */
  String add(Rate alone, Rate fleet) {
    Round round = new Round(alone, fleet);
    rounds.add(round);
    return String.format(
        Locale.ROOT,
        "%.2f MH/s without a broker, %.2f with: %.1f %%; by processor time %.1f %%;"
            + " %.0f %% of the processors were had",
        alone.aSecond() / 1e6,
        fleet.aSecond() / 1e6,
        100 * round.byClock(),
        100 * round.byProcessor(),
        100 * round.had());
  }

  private List<Double> sorted(ToDoubleFunction<Round> value) {
    return rounds.stream().mapToDouble(value).sorted().boxed().toList();
  }

  private double median(ToDoubleFunction<Round> value) {
    return sorted(value).get(rounds.size() / 2);
  }

  private boolean quiet() {
    return median(Round::had) >= QUIET;
  }

  /** Whether the goal is, on a machine on which that can be told. */
  boolean reached() {
    return quiet() && median(Round::byClock) >= GOAL;
  }

  /** What it comes to; the last line is the verdict. */
  List<String> lines() {
    return List.of(
        line("of the sum of the rates alone", Round::byClock),
        line("of that for each second of a processor, the broker's included", Round::byProcessor),
        verdict());
  }

  private String line(String what, ToDoubleFunction<Round> value) {
    List<Double> sorted = sorted(value);
    return String.format(
        Locale.ROOT,
        "median %.1f %% %s (least %.1f, most %.1f)",
        100 * median(value),
        what,
        100 * sorted.getFirst(),
        100 * sorted.getLast());
  }

  private String verdict() {
    String goal = String.format(Locale.ROOT, "goal %.0f %% by the clock: ", 100 * GOAL);
    return quiet()
        ? goal + (reached() ? "REACHED" : "MISSED")
        : String.format(
            Locale.ROOT,
            "%sNOT TO BE TOLD: %d threads had %.0f %% of the processors that they could use;"
                + " measure again when nothing else runs",
            goal,
            hashers,
            100 * median(Round::had));
  }
}
