package org.kalepool.work.miner;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/** Devices that have proved themselves and wait to be told what to hash. */
public final class ReadyDevices implements AutoCloseable {
  /** What a device's batch may take where nothing else is set. */
  public static final int BATCH_MILLIS = 100;

  private final List<Measured> devices;
  private final Pace pace;
  private final Map<String, String> refused;
  private final Optional<String> noneThere;

  private ReadyDevices(
      List<Measured> devices, Pace pace, Map<String, String> refused, Optional<String> noneThere) {
    this.devices = List.copyOf(devices);
    this.pace = pace;
    this.refused = Collections.unmodifiableMap(refused);
    this.noneThere = noneThere;
  }

  /** A device and what it made in its calibration. */
  private record Measured(OpenClKernel kernel, double hashesPerSecond) {}

  /**
   * Looks for devices and makes those ready that are wanted, hash correctly and, unless they were
   * named, are faster than one thread of the CPU. Takes seconds where there are any, and as long as
   * their drivers please.
   *
   * @param batchMillis what a batch may take: for so long a device may go on after a new block
   * @param cpu the kernel that the CPU hashes with
   * @param random draws the self-test's messages
   */
  public static ReadyDevices find(
      DeviceChoice choice,
      int batchMillis,
      Kernel cpu,
      RandomGenerator random,
      LongSupplier nanoTime) {
    Pace pace = Pace.device(batchMillis);
    Map<String, String> refused = new LinkedHashMap<>();
    List<Measured> ready = new ArrayList<>();
    if (choice.none()) {
      return new ReadyDevices(ready, pace, refused, Optional.empty());
    }
    OpenCl.Found found = OpenCl.find();
    refused.putAll(found.faults());
    for (String id : choice.ids()) {
      if (found.devices().stream().noneMatch(device -> device.id().equals(id))) {
        refused.put(id, found.why().orElse("there is no such device"));
      }
    }
    for (OpenCl.Device device : found.devices()) {
      Optional<String> objection = choice.objection(device);
      if (objection.isPresent()) {
        refused.put(device.toString(), objection.get());
        continue;
      }
      try {
        double least = choice.auto() ? Calibration.rateNow(cpu, nanoTime) : 0;
        ready.add(measured(tested(device, random), pace, least, nanoTime));
      } catch (DeviceFailure e) {
        refused.put(device.toString(), String.valueOf(e.getMessage()));
      }
    }
    return new ReadyDevices(ready, pace, refused, found.why());
  }

  /**
   * A kernel that has proved itself against Bouncy Castle.
   *
   * @throws DeviceFailure if it has not
   */
  static OpenClKernel tested(OpenCl.Device device, RandomGenerator random) {
    OpenClKernel kernel = new OpenClKernel(device);
    Optional<String> failure = new KernelSelfTest(random).failure(kernel);
    if (failure.isPresent()) {
      kernel.close();
      throw new DeviceFailure("failed its self-test: " + failure.get());
    }
    return kernel;
  }

  private static Measured measured(
      OpenClKernel kernel, Pace pace, double least, LongSupplier nanoTime) {
    try {
      double rate = Calibration.rateDevice(kernel, pace, nanoTime).hashesPerSecond();
      if (rate < least) {
        throw new DeviceFailure(
            String.format(
                Locale.ROOT,
                "its %.1f MH/s are less than the %.1f of a thread of the CPU",
                rate / 1e6,
                least / 1e6));
      }
      return new Measured(kernel, rate);
    } catch (DeviceFailure e) {
      kernel.close();
      throw e;
    }
  }

  /** Name or description of the devices that are not to hash, and why. */
  public Map<String, String> refused() {
    return refused;
  }

  /** Why the machine has no devices at all; empty if it has, or none was looked for. */
  public Optional<String> noneThere() {
    return noneThere;
  }

  /** Whether there is nothing to start. */
  public boolean isEmpty() {
    return devices.isEmpty();
  }

  /** Starts on them; they are the other's to close then. */
  public Devices start(Assignments assignments, Hits hits, LongSupplier nanoTime) {
    return new Devices(
        devices.stream()
            .map(
                it ->
                    new DeviceRig(
                        it.kernel(), it.hashesPerSecond(), pace, assignments, hits, nanoTime))
            .toList());
  }

  /** Gives back what has not been started. */
  @Override
  public void close() {
    devices.forEach(device -> device.kernel().close());
  }
}
