package org.kalepool.lab.plan;

import java.util.SplittableRandom;
import org.kalepool.work.plan.Spread;

/** Chance, reproducible: the same seed, block and purpose give the same draws to every plan. */
final class SeededRandom {
  private final SplittableRandom random;

  private SeededRandom(SplittableRandom random) {
    this.random = random;
  }

  static SeededRandom of(long seed, long block, int purpose) {
    return new SeededRandom(
        new SplittableRandom((seed * 0x9E3779B97F4A7C15L + block) * 0xBF58476D1CE4E5B9L + purpose));
  }

  double uniform(double from, double to) {
    return from + (to - from) * random.nextDouble();
  }

  double logUniform(double from, double to) {
    return from * Math.pow(to / from, random.nextDouble());
  }

  int between(int least, int most) {
    return random.nextInt(least, most + 1);
  }

  boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  int pick(Spread spread) {
    double left = random.nextDouble();
    for (int number = 0; number < spread.largest(); number++) {
      left -= spread.at(number);
      if (left < 0) {
        return number;
      }
    }
    return spread.largest();
  }

  /** Seconds until a hash with so many zeros is found at this rate: exponential. */
  double untilHit(int zeros, double hashesPerSecond) {
    return exponential() * Math.scalb(1.0, 4 * zeros) / hashesPerSecond;
  }

  /** Zeros of a hash that is known to have at least these. */
  int zerosOfHit(int least) {
    int zeros = least;
    while (zeros < 64 && random.nextInt(16) == 0) {
      zeros++;
    }
    return zeros;
  }

  /**
   * Zeros of the best of so many hashes: that there are none with z or more has the probability
   * e^(−hashes/16^z).
   */
  int bestOf(double hashes) {
    double zeros = Math.log(hashes / exponential()) / Math.log(16);
    return (int) Math.clamp(Math.floor(zeros), 0, 64);
  }

  private double exponential() {
    return -Math.log1p(-random.nextDouble());
  }
}
