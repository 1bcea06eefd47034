package org.kalepool.work.miner;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The devices that hash beside the CPU, each by a rig of its own. One that errs, does not answer or
 * is wrong is given up, and the others go on; none is missed by anybody but the hash rate.
 */
public final class Devices implements AutoCloseable {
  private final List<DeviceRig> rigs;

  Devices(List<DeviceRig> rigs) {
    this.rigs = List.copyOf(rigs);
  }

  /**
   * How a device does.
   *
   * @param name what settings call it
   * @param model what its maker calls it
   * @param hashesPerSecond in the window asked for
   * @param failure why it was given up; empty while it hashes
   */
  public record Status(
      String name, String model, double hashesPerSecond, Optional<String> failure) {}

  /** None at all. */
  public static Devices none() {
    return new Devices(List.of());
  }

  /** Each that was started on, also if it has been given up since. */
  public List<Status> statuses(Duration window) {
    return rigs.stream().map(rig -> rig.status(window)).toList();
  }

  /** See {@link HashingPool#wake}. */
  public void wake() {
    rigs.forEach(rig -> rig.pool().wake());
  }

  /** See {@link HashingPool#pause}; after the batches that they are at. */
  public void pause() {
    rigs.forEach(rig -> rig.pool().pause());
  }

  /** Ends a pause. */
  public void resume() {
    rigs.forEach(rig -> rig.pool().resume());
  }

  /** Hashes since the start. */
  public long hashes() {
    return rigs.stream().mapToLong(rig -> rig.pool().hashes()).sum();
  }

  /** See {@link HashingPool#rate}. */
  public double rate(Duration window) {
    return rigs.stream().mapToDouble(rig -> rig.pool().rate(window)).sum();
  }

  /** Hashes a second while there is something to hash, of those that have not been given up. */
  public double speed(Duration window) {
    return rigs.stream().mapToDouble(rig -> rig.speed(window)).sum();
  }

  /** Ends all, within some seconds whatever their drivers do. */
  @Override
  public void close() {
    // All at once: each may keep the one who waits for it for as long as is waited at all.
    rigs.stream().map(rig -> Thread.ofVirtual().start(rig::close)).toList().forEach(Devices::join);
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public String toString() {
    return rigs.toString();
  }
}
