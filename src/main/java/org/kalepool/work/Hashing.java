package org.kalepool.work;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.kalepool.schedule.Tasks;
import org.kalepool.work.miner.RatedKernels;

/** The hashing itself, for what the board says. */
interface Hashing {
  /** Why there is none, by the settings. */
  String SWITCHED_OFF = "hashing is switched off (kale.work.enabled)";

  void start(Tasks tasks);

  void stop();

  /** To be called whenever the board has changed. */
  void wake();

  /** Told whenever ledgers have closed, the last one then: network time, Unix seconds. */
  void ledgers(long count, long closeTime);

  /** Whether it hashes only when ledgers close, however long that takes. */
  boolean waitsForLedgers();

  long hashes();

  double rate(Duration window);

  double idleShare(Duration window);

  boolean paused();

  void pause();

  /** Hashes again. */
  void resume();

  /** Why nothing is hashed, even if there were something to hash. */
  Optional<String> obstacle();

  /** Hashes a second while there is something to hash; empty before that was measured. */
  OptionalDouble speed();

  List<DeviceStatus> devices(Duration window);

  /** The machines of the fleet. */
  default FleetStatus fleet(Duration window) {
    return FleetStatus.NONE;
  }

  int threads();

  void threads(int count);

  String kernel();

  /** See {@link WorkStatus#kernels}. */
  RatedKernels kernels();

  /** See {@link WorkStatus#kernel(String)}. */
  void kernel(String name);

  /** The obstacle if hashing is off by somebody's will. */
  static Optional<String> stopped(boolean enabled, boolean paused) {
    if (!enabled) {
      return Optional.of(SWITCHED_OFF);
    }
    return paused ? Optional.of("an operator has paused the hashing") : Optional.empty();
  }
}
