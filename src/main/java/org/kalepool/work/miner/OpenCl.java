package org.kalepool.work.miner;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The system's OpenCL, by the C library (src/main/c/opencl.c), which looks for it when it is first
 * asked. A machine without one has no devices.
 */
final class OpenCl {
  /** Bits of a device's type as OpenCL numbers them. */
  private static final int GPU = 4;

  private static final int ACCELERATOR = 8;

  private static final int NO_LIBRARY = -9001;
  private static final int FIELDS = 6;

  private OpenCl() {}

  /**
   * A device.
   *
   * @param index its place among all devices of the machine
   * @param type bits, 0 if it cannot be used now
   * @param units that compute at once, as it says
   * @param megahertz their clock, as it says
   * @param name what its maker calls it
   * @param platform whose OpenCL it is
   * @param driver the version
   */
  record Device(
      int index, int type, int units, int megahertz, String name, String platform, String driver) {
    /** What settings and {@code pool bench} call it. */
    String id() {
      return "opencl-" + index;
    }

    /** Whether it computes beside the CPU and not on it. */
    boolean besideTheCpu() {
      return (type & (GPU | ACCELERATOR)) != 0;
    }

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "%s: %s (%s %s, %d units at %d MHz%s)",
          id(),
          name,
          platform,
          driver,
          units,
          megahertz,
          besideTheCpu() ? "" : type == 0 ? ", not available" : ", the CPU itself");
    }
  }

  /**
   * What was found.
   *
   * @param why there are no devices; empty if there are
   */
  record Found(List<Device> devices, Optional<String> why) {}

  /** Asks the system; may take as long as its drivers take to start. */
  static Found find() {
    Optional<String> noLibrary = NativeLibrary.load();
    if (noLibrary.isPresent()) {
      return new Found(List.of(), noLibrary);
    }
    byte[] text = new byte[1 << 14];
    int length = list(text);
    if (length < 0) {
      return new Found(List.of(), Optional.of("no OpenCL on this machine: " + string(text)));
    }
    List<Device> devices = new ArrayList<>();
    for (String line : string(text).lines().toList()) {
      String[] fields = line.split("\t", FIELDS);
      devices.add(
          new Device(
              devices.size(),
              Integer.parseInt(fields[0]),
              Integer.parseInt(fields[1]),
              Integer.parseInt(fields[2]),
              fields[3].strip(),
              fields[4].strip(),
              fields[5].strip()));
    }
    return new Found(
        List.copyOf(devices),
        devices.isEmpty() ? Optional.of("OpenCL knows of no device here") : Optional.empty());
  }

  /**
   * Compiles the kernel for a device, seconds at times.
   *
   * @return a handle, to be closed
   * @throws DeviceFailure if that fails
   */
  static long open(Device device) {
    byte[] log = new byte[1 << 12];
    long handle = open(device.index(), log);
    if (handle <= 0) {
      throw new DeviceFailure((error(handle) + " " + string(log)).strip());
    }
    return handle;
  }

  /** What an error's number means. */
  static String error(long code) {
    String name =
        switch ((int) code) {
          case -1, -9003 -> "the device is gone";
          case -2 -> "the device is not available";
          case -4 -> "the device has no memory left";
          case -5 -> "the device has no resources left";
          case -6, -9002 -> "no memory left";
          case -11 -> "the kernel does not compile";
          case -14 -> "the search failed on the device";
          case -36 -> "the device no longer takes commands";
          case NO_LIBRARY -> "no OpenCL on this machine";
          case -9004 -> "the device did not answer in 10 s";
          default -> "the driver refused";
        };
    return name + " (OpenCL error " + code + ")";
  }

  private static String string(byte[] text) {
    int length = 0;
    while (length < text.length && text[length] != 0) {
      length++;
    }
    return new String(text, 0, length, StandardCharsets.UTF_8);
  }

  /** Fills in a line a device, or why there is no OpenCL; the length or an error. */
  private static native int list(byte[] text);

  /** A handle, or an error; fills in what the device's compiler said. */
  private static native long open(int index, byte[] log);

  /** See {@link Kernel#scan}; -1: no hit, less: an error - 100. One call at a time for a handle. */
  static native long search(long handle, long[] constants, int startLow, int count, long mask);

  /** Releases all, unless the device is still at something; the handle is of no use any more. */
  static native void close(long handle);
}
