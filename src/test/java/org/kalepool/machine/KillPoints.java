package org.kalepool.machine;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The places at which a machine is killed: before and after each call of the backend, and before,
 * in the middle of and after each writing of the journal. It dies at each of them so many times, as
 * it passes them.
 */
final class KillPoints {
  private final Set<String> kills = new LinkedHashSet<>();
  private boolean armed = true;

  /** The end of the process; nothing in the machine can catch it. */
  static final class Killed extends Error {
    private static final long serialVersionUID = 1;

    Killed(String point) {
      super(point);
    }
  }

  /** Whether the machine dies at this point now. */
  boolean isNext(String point) {
    return armed && !kills.contains(point);
  }

  /** The machine passes a point, or dies there. */
  void pass(String point) {
    if (isNext(point)) {
      kills.add(point);
      throw new Killed(point);
    }
  }

  /** From now on it lives. */
  void disarm() {
    armed = false;
  }

  /** Where it has died. */
  Set<String> kills() {
    return kills;
  }
}
