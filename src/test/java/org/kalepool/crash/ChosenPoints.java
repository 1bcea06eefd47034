package org.kalepool.crash;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

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
    return sample(points, Integer.parseInt(which));
  }

  /** The first points of as many names, or of all there are, from the first step to the last. */
  static List<CrashRuns.Point> spread(List<CrashRuns.Point> points, int count) {
    return evenly(CrashRuns.firstOfEachName(points), count);
  }

  /** A point each of so many stages, or of all there are, from the first to the last. */
  static List<CrashRuns.Point> ofStages(List<CrashRuns.Point> points, int count) {
    return evenly(List.copyOf(ofEachStage(points).values()), count);
  }

  private static List<CrashRuns.Point> evenly(List<CrashRuns.Point> points, int count) {
    int most = Math.min(count, points.size());
    return IntStream.range(0, most).mapToObj(i -> points.get(i * points.size() / most)).toList();
  }

  private static Map<Integer, CrashRuns.Point> ofEachStage(List<CrashRuns.Point> points) {
    Map<Integer, CrashRuns.Point> sample = new LinkedHashMap<>();
    for (Stage stage : Stage.values()) {
      List<CrashRuns.Point> kinds = stage.points(points);
      if (!kinds.isEmpty()) {
        // Another kind in each stage.
        CrashRuns.Point point = kinds.get(stage.ordinal() * 3 % kinds.size());
        sample.put(point.number(), point);
      }
    }
    return sample;
  }

  private static List<CrashRuns.Point> sample(List<CrashRuns.Point> points, int count) {
    Map<Integer, CrashRuns.Point> sample = ofEachStage(points);
    spread(points, count).forEach(point -> sample.put(point.number(), point));
    return List.copyOf(sample.values());
  }
}
