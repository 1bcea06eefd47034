package org.kalepool.work;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.kalepool.work.miner.RatedKernels;

/**
 * The kernels that can hash here, as a calibration found them.
 *
 * @param rates fastest first
 * @param refused name and reason of those that cannot
 */
public record KernelRates(List<Rate> rates, Map<String, String> refused) {
  public KernelRates {
    rates = List.copyOf(rates);
  }

  /**
   * A kernel's speed.
   *
   * @param hashesPerSecond of one thread
   */
  public record Rate(String name, double hashesPerSecond) {}

  static KernelRates of(RatedKernels found) {
    return new KernelRates(
        found.rates().entrySet().stream().map(it -> new Rate(it.getKey(), it.getValue())).toList(),
        found.refused());
  }

  /** What is wrong with a name; empty if it is one of these. */
  public Optional<String> wrong(String name) {
    List<String> names = rates.stream().map(Rate::name).toList();
    if (names.contains(name)) {
      return Optional.empty();
    }
    String why = refused.get(name);
    return Optional.of(
        "must be one of %s%s"
            .formatted(
                String.join(", ", names),
                why == null ? "" : "; %s cannot be used here: %s".formatted(name, why)));
  }
}
