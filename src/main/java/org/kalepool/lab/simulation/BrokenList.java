package org.kalepool.lab.simulation;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** What a simulation has found broken, each told once and at once. */
final class BrokenList {
  private static final int MOST = 50;

  private final long seed;
  private final PrintWriter out;
  private final List<String> all = new ArrayList<>();

  BrokenList(long seed, PrintWriter out) {
    this.seed = seed;
    this.out = out;
  }

  /** Notes what was found while this block ran. */
  void note(long block, List<String> found) {
    for (String each : found) {
      String line = "seed " + seed + ", block " + block + ": " + each;
      if (!all.contains(line) && all.size() < MOST) {
        all.add(line);
        out.println(line);
        out.flush();
      }
    }
  }

  boolean none() {
    return all.isEmpty();
  }

  List<String> all() {
    return all;
  }
}
