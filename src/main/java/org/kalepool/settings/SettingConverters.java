package org.kalepool.settings;

import io.quarkus.runtime.configuration.DurationConverter;
import jakarta.annotation.Priority;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import org.eclipse.microprofile.config.spi.Converter;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;

/**
 * Readers of the settings' values, known to the service and to the command line by {@code
 * META-INF/services}. What they cannot read they refuse with the rule alone, such as {@code must be
 * true or false}; {@link WrongSetting} puts key and value around it.
 */
public final class SettingConverters {
  /** Before those that Quarkus brings. */
  private static final int FIRST = 1000;

  private SettingConverters() {}

  /** As the library's, but what is neither yes nor no is no "no". */
  @Priority(FIRST)
  public static final class OfBoolean implements Converter<Boolean> {
    @Override
    public @Nullable Boolean convert(String text) {
      return switch (text.strip().toLowerCase(Locale.ROOT)) {
        case "" -> null;
        case "true", "yes", "y", "on", "1" -> true;
        case "false", "no", "n", "off", "0" -> false;
        default -> throw new IllegalArgumentException("must be true or false");
      };
    }
  }

  /** {@code 90s}, {@code 10m}, {@code 24h}, {@code 7d}, a number of seconds, or ISO 8601. */
  @Priority(FIRST)
  public static final class OfDuration implements Converter<Duration> {
    @Override
    public @Nullable Duration convert(String text) {
      try {
        return DurationConverter.parseDuration(text.strip());
      } catch (IllegalArgumentException | DateTimeParseException | ArithmeticException e) {
        throw new IllegalArgumentException("must be a time such as 90s, 10m or 24h", e);
      }
    }
  }

  /** {@code 2026-01-01T00:00:00Z}. */
  @Priority(FIRST)
  public static final class OfInstant implements Converter<Instant> {
    @Override
    public @Nullable Instant convert(String text) {
      try {
        return text.isBlank() ? null : Instant.parse(text.strip());
      } catch (DateTimeParseException e) {
        throw new IllegalArgumentException("must be a moment such as 2026-01-01T00:00:00Z", e);
      }
    }
  }

  /** Whole XLM with a decimal point, such as {@code 0.05}. */
  @Priority(FIRST)
  public static final class OfXlm implements Converter<Xlm> {
    @Override
    public @Nullable Xlm convert(String text) {
      try {
        return text.isBlank() ? null : Xlm.parse(text.strip());
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "must be an amount of XLM with at most 7 decimals, such as 0.05", e);
      }
    }
  }

  /** Whole KALE with a decimal point, such as {@code 0.05}. */
  @Priority(FIRST)
  public static final class OfKale implements Converter<Kale> {
    @Override
    public @Nullable Kale convert(String text) {
      try {
        return text.isBlank() ? null : Kale.parse(text.strip());
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "must be an amount of KALE with at most 7 decimals, such as 0.05", e);
      }
    }
  }

  /** {@code G…} or {@code C…}. */
  @Priority(FIRST)
  public static final class OfAddress implements Converter<Address> {
    @Override
    public @Nullable Address convert(String text) {
      try {
        return text.isBlank() ? null : Address.of(text.strip());
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("must be an address: " + e.getMessage(), e);
      }
    }
  }
}
