package org.kalepool.work.miner;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.spi.Converter;

/**
 * Which devices are to hash beside the CPU.
 *
 * @param auto those that are not the CPU itself and are faster than one of its threads
 * @param all whatever there is
 * @param ids or those with these names
 */
public record DeviceChoice(boolean auto, boolean all, List<String> ids) {
  /** What a device is called. */
  static final Pattern ID = Pattern.compile("opencl-\\d{1,3}");

  public static final DeviceChoice NONE = new DeviceChoice(false, false, List.of());

  /** Takes a copy of the names. */
  public DeviceChoice {
    ids = List.copyOf(ids);
  }

  /**
   * As an operator sets it: {@code auto}, {@code none}, {@code all} or names with commas between
   * them.
   *
   * @throws IllegalArgumentException if it is anything else, with the rule
   */
  public static DeviceChoice of(String setting) {
    return switch (setting.strip()) {
      case "auto" -> new DeviceChoice(true, false, List.of());
      case "none" -> NONE;
      case "all" -> new DeviceChoice(false, true, List.of());
      case String names -> new DeviceChoice(false, false, ids(names));
    };
  }

  /** For the settings; the library's own reader would not say why a text is refused. */
  public static final class Reader implements Converter<DeviceChoice> {
    @Override
    public DeviceChoice convert(String text) {
      return of(text);
    }
  }

  private static List<String> ids(String names) {
    List<String> ids = Arrays.stream(names.split(",", -1)).map(String::strip).toList();
    if (!ids.stream().allMatch(id -> ID.matcher(id).matches())) {
      throw new IllegalArgumentException(
          "takes auto, none, all, or names from ./pool bench such as opencl-0, with commas between"
              + " them");
    }
    return ids;
  }

  /** Whether no device is to be looked for. */
  public boolean none() {
    return !auto && !all && ids.isEmpty();
  }

  /** Why a device is not to be tried; empty if it is. */
  Optional<String> objection(OpenCl.Device device) {
    boolean named = all || ids.contains(device.id());
    if (!auto && !named) {
      return Optional.of("not in kale.work.devices");
    }
    if (!device.usable()) {
      return Optional.of(device.fault().isEmpty() ? "it is not available" : device.fault());
    }
    return named || device.besideTheCpu()
        ? Optional.empty()
        : Optional.of("it is " + device.kind());
  }
}
