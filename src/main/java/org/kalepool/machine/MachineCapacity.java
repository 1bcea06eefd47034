package org.kalepool.machine;

import java.time.Duration;
import java.util.Optional;
import org.kalepool.work.StandaloneEngine;

/** What the machine can hash. */
final class MachineCapacity {
  private static final long MOST = 1_000_000;

  private final StandaloneEngine engine;
  private final double tried;

  /**
   * @param tried hashes a second as a trial had them, until the work itself has been measured
   */
  MachineCapacity(StandaloneEngine engine, double tried) {
    this.engine = engine;
    this.tried = tried;
  }

  /** Hashes a second while there is something to hash; 0 if nothing would be hashed. */
  long hashRate() {
    return obstacle().isPresent() ? 0 : Math.round(engine.speed().orElse(tried));
  }

  /** How many farmers a first hash can be found for in the time. */
  long farmers(Duration time) {
    return Math.min(MOST, StandaloneEngine.farmers(hashRate(), time));
  }

  /**
   * For how many farmers plants are asked, in all; the protocol knows no more than a million.
   *
   * @param couldFind for so many more a first hash would be found
   * @param worked for so many there is a work
   * @param known so many are planted
   */
  static long room(long couldFind, long worked, long known) {
    return Math.min(MOST, Math.max(couldFind + worked, known));
  }

  int threads() {
    return engine.status().threads();
  }

  /** Why nothing would be hashed. */
  Optional<String> obstacle() {
    return engine.status().obstacle();
  }
}
