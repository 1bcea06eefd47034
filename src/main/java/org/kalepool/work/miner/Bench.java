package org.kalepool.work.miner;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Measures kernels in rounds: in each, every kernel gets a turn with every number of threads, so
 * that what disturbs the machine disturbs them alike. Of the rounds the median counts; a ratio is
 * the median of the ratios within a round.
 */
final class Bench {
  private final List<? extends Rig> rigs;
  private final List<Integer> threads;
  private final int rounds;
  private final Duration turn;

  /** The first rig is the one that the others are compared with. */
  Bench(List<? extends Rig> rigs, List<Integer> threads, int rounds, Duration turn) {
    this.rigs = List.copyOf(rigs);
    this.threads = List.copyOf(threads);
    this.rounds = rounds;
    this.turn = turn;
  }

  /** One line of the table. */
  record Result(String kernel, int threads, double hashesPerSecond, double ratioToScalar) {}

  /**
   * Measures all.
   *
   * @param progress hears of each round that begins: its number from 1, and how many there are
   */
  List<Result> run(BiConsumer<Integer, Integer> progress) {
    double[][][] rates = new double[threads.size()][rigs.size()][rounds];
    for (int round = 0; round < rounds; round++) {
      progress.accept(round + 1, rounds);
      for (int t = 0; t < threads.size(); t++) {
        for (int k = 0; k < rigs.size(); k++) {
          List<Integer> counts = rigs.get(k).threads(threads);
          if (t < counts.size()) {
            rates[t][k][round] = rigs.get(k).measure(counts.get(t), turn);
          }
        }
      }
    }
    List<Result> results = new ArrayList<>();
    for (int k = 0; k < rigs.size(); k++) {
      List<Integer> counts = rigs.get(k).threads(threads);
      for (int t = 0; t < counts.size(); t++) {
        results.add(
            new Result(
                rigs.get(k).kernel(),
                counts.get(t),
                median(rates[t][k]),
                median(ratios(rates[t][k], rates[t][0]))));
      }
    }
    return results;
  }

  private static double[] ratios(double[] rates, double[] others) {
    double[] ratios = new double[rates.length];
    Arrays.setAll(ratios, i -> rates[i] / others[i]);
    return ratios;
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
