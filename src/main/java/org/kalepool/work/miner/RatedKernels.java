package org.kalepool.work.miner;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** The kernels that this process can hash with, as a calibration found them. */
public final class RatedKernels {
  private final List<Calibration.Rating> ratings;
  private final Map<String, String> refused;

  RatedKernels(List<Calibration.Rating> ratings, Map<String, String> refused) {
    this.ratings = List.copyOf(ratings);
    this.refused = refused;
  }

  /** Hashes a second of one thread by the kernel's name, fastest first. */
  public Map<String, Double> rates() {
    Map<String, Double> rates = new LinkedHashMap<>();
    ratings.forEach(it -> rates.put(it.kernel().name(), it.hashesPerSecond()));
    return rates;
  }

  /** Name and reason of those that cannot be used here. */
  public Map<String, String> refused() {
    return refused;
  }

  /**
   * A kernel to go on with; it has to pass its self-test anew, with other messages than before.
   *
   * @param random draws these
   * @throws IllegalArgumentException if it is none of these, or does not pass; says why
   */
  public Kernel proved(String name, RandomGenerator random) {
    Kernel kernel =
        ratings.stream()
            .map(Calibration.Rating::kernel)
            .filter(it -> it.name().equals(name))
            .findFirst()
            .orElseThrow(
                () -> new IllegalArgumentException("no kernel " + name + " in " + ratings));
    Optional<String> failure = new KernelSelfTest(random).failure(kernel);
    if (failure.isPresent()) {
      throw new IllegalArgumentException(
          name + " failed its self-test, so nothing was changed: " + failure.get());
    }
    return kernel;
  }

  Kernel fastest() {
    return ratings.getFirst().kernel();
  }

  @Override
  public String toString() {
    return ratings.toString();
  }
}
