package org.kalepool.kale;

/** What hashes can be expected to bring: each has at least z zeros with a chance of 1 in 16^z. */
public final class HashOdds {
  private HashOdds() {}

  /** 16 to the power of {@code zeros}: how many hashes it takes to find that many, on average. */
  public static double power(int zeros) {
    return Math.scalb(1.0, 4 * zeros);
  }

  /** By how much one hash raises the zeros of a farmer at {@code v}, up to {@code maxZeros}. */
  public static double gainOfOneHash(int v, int maxZeros) {
    return v >= maxZeros ? 0 : (1 / power(v) - 1 / power(maxZeros)) / 15;
  }

  /**
   * The mean of max(zeros, min) − min, zeros beyond max not counted, that no plan can exceed which
   * has so many hashes for each farmer on average. A hash spent at v = max(zeros, min) brings
   * 16<sup>−(v+1)</sup> + … + 16<sup>−max</sup>, and to bring somebody beyond v takes
   * 16<sup>v+1</sup> hashes: a concave sum, filled from the best level on.
   *
   * @param hashesEach hashes for each farmer, held in expectation only
   */
  public static double scoredZeros(double hashesEach, int minZeros, int maxZeros) {
    double sum = 0;
    double below = 0;
    for (int v = minZeros; v < maxZeros && hashesEach > below; v++) {
      double upTo = power(v + 1);
      sum += gainOfOneHash(v, maxZeros) * (Math.min(hashesEach, upTo) - below);
      below = upTo;
    }
    return sum;
  }
}
