package org.kalepool.work;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** How the hashing goes, and the switch that stops it. Answers from memory. */
public interface WorkStatus {
  /** When the next work is to be sent, as far as that is known; empty if none is. */
  default Optional<Instant> nextSend() {
    return Optional.empty();
  }

  /** Hashes since the start. */
  long hashes();

  /**
   * Hashes a second of all threads and devices together.
   *
   * @param window up to an hour
   */
  double hashRate(Duration window);

  /** Share of the threads' time they had nothing to do, 0 to 1. */
  double idleShare(Duration window);

  /** The best zeros found in the running block, empty if there are none. */
  OptionalInt bestZeros();

  /** How many farmers are mined for in the running block. */
  int farmersMined();

  /** Mean zeros that the plan expects for the running block at its hash rate; 0 if unknown. */
  double expectedZeros();

  /** Hashes a second at which every farmer would have one zero more; 0 if unknown. */
  double hashRateForNextZero();

  /**
   * False if there was something to mine and nothing has been hashed for a while; true again with
   * the next hash, {@link #resume}, {@link #threads(int)} or {@link #kernel(String)}.
   */
  boolean alive();

  /** Why nothing would be hashed now; as long as there is such a reason nobody is planted. */
  Optional<String> obstacle();

  /** Whether an operator has paused the hashing. */
  boolean paused();

  /** Rests from the next batch on, some 2 ms from now. Works are still sent. */
  void pause();

  /** Ends a pause. */
  void resume();

  int threads();

  /**
   * Goes on with another number of threads.
   *
   * @throws IllegalArgumentException if there is less than one
   */
  void threads(int count);

  /** The kernel in use; {@code none} before it is chosen or where nothing is hashed. */
  String kernel();

  /**
   * The kernels that can be changed to, as a calibration found them. Where the start did without
   * one, the first call makes it, which takes up to two seconds.
   *
   * @throws IllegalStateException if this process does not hash, or no kernel hashes here; says why
   */
  KernelRates kernels();

  /**
   * Goes on with another kernel, until the next start, once it has passed its self-test anew. What
   * was found is kept, and what a thread is at is finished before.
   *
   * @throws IllegalArgumentException if it is none of {@link #kernels}, or does not pass; says why
   * @throws IllegalStateException as {@link #kernels} does
   */
  void kernel(String name);

  /** The devices that hash beside the CPU, also those that have been given up. */
  List<DeviceStatus> devices();

  /** The other machines that hash for this pooler. */
  FleetStatus fleet();
}
