package org.kalepool.work.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The search for hashes as a game against chance, one hash at a time: each may go to any farmer and
 * has z zeros or more with probability 16<sup>−z</sup>. Solved exactly by dynamic programming over
 * the sorted scored levels, once for the best choice and once for a given plan.
 */
final class SingleHashes {
  private final int min;
  private final int max;
  private final Map<List<Integer>, Double> best = new HashMap<>();
  private final Map<List<Integer>, Double> planned = new HashMap<>();

  SingleHashes(int min, int max) {
    this.min = min;
    this.max = max;
  }

  /** The most scored zeros that any adaptive plan can expect. */
  double optimum(int[] levels, int hashes) {
    if (hashes == 0) {
      return score(levels);
    }
    List<Integer> state = state(levels, hashes);
    Double known = best.get(state);
    if (known == null) {
      double most = optimum(levels, hashes - 1);
      for (int farmer = 0; farmer < levels.length; farmer++) {
        most = Math.max(most, after(levels, farmer, hashes, null));
      }
      known = most;
      best.put(state, known);
    }
    return known;
  }

  /** The scored zeros that the plan expects. */
  double value(int[] levels, int hashes, WorkPlan plan) {
    if (hashes == 0) {
      return score(levels);
    }
    List<Integer> state = state(levels, hashes);
    Double known = planned.get(state);
    if (known == null) {
      known =
          switch (plan.next(WorkPlanTest.candidates(levels))) {
            case WorkDecision.Done<Integer>() -> score(levels);
            case WorkDecision.Mine<Integer>(Integer farmer, int _) ->
                after(levels, farmer, hashes, plan);
          };
      planned.put(state, known);
    }
    return known;
  }

  private double after(int[] levels, int farmer, int hashes, @Nullable WorkPlan plan) {
    double sum = 0;
    for (int zeros = 0; zeros <= max; zeros++) {
      double chance = Math.pow(16, -zeros) * (zeros == max ? 1 : 15.0 / 16);
      int[] next = levels.clone();
      next[farmer] = Math.max(next[farmer], zeros);
      Arrays.sort(next);
      double value = plan == null ? optimum(next, hashes - 1) : value(next, hashes - 1, plan);
      sum += chance * value;
    }
    return sum;
  }

  private double score(int[] levels) {
    return Arrays.stream(levels).map(l -> Math.max(l, min) - min).sum();
  }

  private static List<Integer> state(int[] levels, int hashes) {
    List<Integer> state = new ArrayList<>(levels.length + 1);
    for (int level : levels) {
      state.add(level);
    }
    state.add(hashes);
    return state;
  }
}
