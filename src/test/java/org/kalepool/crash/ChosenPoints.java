package org.kalepool.crash;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** At which points a run dies, as {@code -Dkale.crash.points} says. */
final class ChosenPoints {
  private ChosenPoints() {}

  /**
   * @param which {@code names}, {@code all}, numbers, or how many
   */
  static List<CrashRuns.Point> of(List<CrashRuns.Point> points, String which) {
    List<CrashRuns.Point> named = CrashRuns.firstOfEachName(points);
    if (which.equals("all")) {
      return points;
    }
    if (which.equals("names")) {
      return named;
    }
    if (which.contains(",") || which.contains("+")) {
      List<String> numbers = List.of(which.split("[,+]", -1));
      return points.stream().filter(p -> numbers.contains(Integer.toString(p.number()))).toList();
    }
    return sample(points, named, Math.min(Integer.parseInt(which), named.size()));
  }

  private static List<CrashRuns.Point> sample(
      List<CrashRuns.Point> points, List<CrashRuns.Point> named, int count) {
    Map<Integer, CrashRuns.Point> sample = new LinkedHashMap<>();
    for (Stage stage : Stage.values()) {
      List<CrashRuns.Point> kinds = stage.points(points);
      if (!kinds.isEmpty()) {
        // Another kind in each stage.
        CrashRuns.Point point = kinds.get(stage.ordinal() * 3 % kinds.size());
        sample.put(point.number(), point);
      }
    }
    for (int i = 0; i < count; i++) {
      CrashRuns.Point point = named.get(i * named.size() / count);
      sample.put(point.number(), point);
    }
    return List.copyOf(sample.values());
  }
}
