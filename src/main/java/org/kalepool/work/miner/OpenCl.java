package org.kalepool.work.miner;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The system's OpenCL, by the C library (src/main/c/opencl.c), which looks for it when it is first
 * asked. A machine without one has no devices.
 */
final class OpenCl {
  /** Bits of a device's type as OpenCL numbers them. */
  private static final int CPU = 2;

  private static final int GPU = 4;
  private static final int ACCELERATOR = 8;

  private static final int FIELDS = 8;

  /** Room for the name of a call that failed. */
  static final int CALL = 64;

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
   * @param fault why it cannot be used, where it does not even tell of itself; empty if it does
   */
  record Device(
      int index,
      int type,
      int units,
      int megahertz,
      String name,
      String platform,
      String driver,
      String fault) {
    /** What settings and {@code pool bench} call it. */
    String id() {
      return "opencl-" + index;
    }

    /** Whether it takes anything to compute. */
    boolean usable() {
      return type != 0;
    }

    /** Whether it computes beside the CPU and not on it. */
    boolean besideTheCpu() {
      return (type & (GPU | ACCELERATOR)) != 0;
    }

    /** In words. */
    String kind() {
      if ((type & GPU) != 0) {
        return "graphics card";
      }
      if ((type & ACCELERATOR) != 0) {
        return "accelerator";
      }
      return (type & CPU) != 0 ? "the CPU itself" : type == 0 ? "not available" : "of its own kind";
    }

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "%s: %s (%s, %d compute units at %d MHz, %s %s)",
          id(),
          name,
          kind(),
          units,
          megahertz,
          platform,
          driver);
    }
  }

  /**
   * What was found.
   *
   * @param why there are no devices; empty if there are
   * @param faults what is wrong with platforms that do not tell of their devices, each by its name
   */
  record Found(List<Device> devices, Optional<String> why, Map<String, String> faults) {}

  /** Asks the system; may take as long as its drivers take to start. */
  static Found find() {
    Optional<String> noLibrary = NativeLibrary.load();
    if (noLibrary.isPresent()) {
      return new Found(List.of(), noLibrary, Map.of());
    }
    byte[] text = new byte[1 << 14];
    byte[] call = new byte[CALL];
    int length = list(text, call);
    if (length < 0) {
      String why = (OpenClError.sentence(call, length) + " " + string(text)).strip();
      return new Found(List.of(), Optional.of(why), Map.of());
    }
    return read(string(text).lines().map(line -> line.split("\t", FIELDS)).toList());
  }

  private static Found read(List<String[]> lines) {
    List<Device> devices = new ArrayList<>();
    Map<String, String> faults = new LinkedHashMap<>();
    for (String[] line : lines) {
      String call = line[3];
      String fault = call.isEmpty() ? "" : OpenClError.sentence(call, Integer.parseInt(line[4]));
      if (line[5].isBlank() && !fault.isEmpty()) {
        faults.merge(line[6].strip(), fault, (one, other) -> one);
      } else {
        devices.add(
            new Device(
                devices.size(),
                Integer.parseInt(line[0]),
                Integer.parseInt(line[1]),
                Integer.parseInt(line[2]),
                line[5].strip(),
                line[6].strip(),
                line[7].strip(),
                fault));
      }
    }
    return new Found(
        List.copyOf(devices),
        devices.isEmpty() ? Optional.of("OpenCL knows of no device here") : Optional.empty(),
        Collections.unmodifiableMap(faults));
  }

  /**
   * Compiles the kernel for a device, seconds at times.
   *
   * @return a handle, to be closed
   * @throws DeviceFailure if that fails
   */
  static long open(Device device) {
    byte[] log = new byte[1 << 12];
    byte[] call = new byte[CALL];
    long handle = open(device.index(), log, call);
    if (handle <= 0) {
      throw new DeviceFailure((OpenClError.sentence(call, handle) + " " + string(log)).strip());
    }
    return handle;
  }

  /** What C has written, up to the first 0. */
  static String string(byte[] text) {
    int length = 0;
    while (length < text.length && text[length] != 0) {
      length++;
    }
    return new String(text, 0, length, StandardCharsets.UTF_8);
  }

  /**
   * Fills in a line a device, or why there is no OpenCL; the length, or an error and its call. Here
   * and below {@code call} has room for {@link #CALL} bytes.
   */
  private static native int list(byte[] text, byte[] call);

  /** A handle, or an error and its call; fills in what the device's compiler said. */
  private static native long open(int index, byte[] log, byte[] call);

  /**
   * See {@link Kernel#scan}; -1: no hit, less: an error - 100, and its call. One call at a time for
   * a handle.
   */
  static native long search(
      long handle, long[] constants, int startLow, int count, long mask, byte[] call);

  /**
   * Releases all, unless the device is still at something; the handle is of no use any more. 0, or
   * an error and its call.
   */
  static native int close(long handle, byte[] call);
}
