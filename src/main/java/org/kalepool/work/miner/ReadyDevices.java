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
  private final List<Measured> devices;
  private final Map<String, String> refused;

  private ReadyDevices(List<Measured> devices, Map<String, String> refused) {
    this.devices = List.copyOf(devices);
    this.refused = Collections.unmodifiableMap(refused);
  }

  /** A device and what it made in its calibration. */
  private record Measured(OpenClKernel kernel, double hashesPerSecond) {}

  /**
   * Looks for devices and makes those ready that are wanted, hash correctly and, unless they were
   * named, are faster than one thread of the CPU. Takes seconds where there are any, and as long as
   * their drivers please.
   *
   * @param cpu the kernel that the CPU hashes with
   * @param random draws the self-test's messages
   */
  public static ReadyDevices find(
      DeviceChoice choice, Kernel cpu, RandomGenerator random, LongSupplier nanoTime) {
    Map<String, String> refused = new LinkedHashMap<>();
    List<Measured> ready = new ArrayList<>();
    if (choice.none()) {
      return new ReadyDevices(ready, refused);
    }
    OpenCl.Found found = OpenCl.find();
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
        ready.add(measured(tested(device, random), least, nanoTime));
      } catch (DeviceFailure e) {
        refused.put(device.toString(), String.valueOf(e.getMessage()));
      }
    }
    return new ReadyDevices(ready, refused);
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

  private static Measured measured(OpenClKernel kernel, double least, LongSupplier nanoTime) {
    try {
      double rate = Calibration.rateDevice(kernel, nanoTime).hashesPerSecond();
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

  /** Whether there is nothing to start. */
  public boolean isEmpty() {
    return devices.isEmpty();
  }

  /** Starts on them; they are the other's to close then. */
  public Devices start(Assignments assignments, Hits hits, LongSupplier nanoTime) {
    return new Devices(
        devices.stream()
            .map(
                it -> new DeviceRig(it.kernel(), it.hashesPerSecond(), assignments, hits, nanoTime))
            .toList());
  }

  /** Gives back what has not been started. */
  @Override
  public void close() {
    devices.forEach(device -> device.kernel().close());
  }
}
