package org.kalepool.lab.plan;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** One of the pool's farmers in one block. */
final class PoolFarmer {
  final int number;
  final int planted;
  final BigInteger stake;
  private final List<Integer> found = new ArrayList<>();
  private int landedZeros = -1;
  private int landedGap;
  private int sends;

  /**
   * @param planted the ledger its plant lands in
   */
  PoolFarmer(int number, int planted, BigInteger stake) {
    this.number = number;
    this.planted = planted;
    this.stake = stake;
  }

  void found(int zeros) {
    if (zeros > best()) {
      found.add(zeros);
    }
  }

  List<Integer> found() {
    return found;
  }

  int best() {
    return found.isEmpty() ? -1 : found.getLast();
  }

  void sent() {
    sends++;
  }

  int sends() {
    return sends;
  }

  void landed(int gap, int zeros) {
    landedGap = gap;
    landedZeros = zeros;
  }

  boolean worked() {
    return landedZeros >= 0;
  }

  int landedZeros() {
    return landedZeros;
  }

  int landedGap() {
    return landedGap;
  }
}
