package org.kalepool.work;

import java.util.Locale;
import java.util.Optional;

/**
 * How a device does that hashes beside the CPU.
 *
 * @param name what settings call it
 * @param model what its maker calls it
 * @param hashesPerSecond mean of the last minute
 * @param failure why it was given up; empty while it hashes
 */
public record DeviceStatus(
    String name, String model, double hashesPerSecond, Optional<String> failure) {
  @Override
  public String toString() {
    return failure
        .map(why -> "%s: given up: %s".formatted(model, why))
        .orElseGet(() -> String.format(Locale.ROOT, "%s: %.1f MH/s", model, hashesPerSecond / 1e6));
  }
}
