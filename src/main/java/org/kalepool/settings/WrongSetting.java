package org.kalepool.settings;

import io.smallrye.config.ConfigValidationException;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One sentence on a setting that stops the start: its key, the rule, and what it is instead. */
public final class WrongSetting {
  /** What the library says of a value that a converter refuses; the rest is the converter's. */
  private static final Pattern UNREADABLE =
      Pattern.compile(
          "(?s).*SRCFG00039: The config property (\\S+) with the config value \"(.*)\" threw an"
              + " Exception whilst being converted ?(.*)");

  private static final Pattern MISSING =
      Pattern.compile("(?s).*SRCFG00014: The config property (\\S+) is required.*");
  private static final Pattern CODE = Pattern.compile("^SRCFG\\d{5}: ");
  private static final Pattern NUMBER = Pattern.compile("Expected an? (\\w+) value, got .*");
  private static final Pattern OUT_OF_BOUNDS = Pattern.compile("(?s)(kale\\.[a-z.-]+) (.*)");

  private WrongSetting() {}

  /**
   * The sentence on the first setting that is wrong, if it is a setting that ended the start.
   *
   * @param failure the end of the start
   * @param value what a key is set to, for settings whose value may be said; empty for others
   */
  public static Optional<String> of(
      @Nullable Throwable failure, Function<String, Optional<String>> value) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ConfigValidationException wrong && wrong.getProblemCount() > 0) {
        return Optional.of(sentence(wrong.getProblem(0).getMessage(), value));
      }
    }
    return Optional.empty();
  }

  private static String sentence(String problem, Function<String, Optional<String>> value) {
    Matcher unreadable = UNREADABLE.matcher(problem);
    if (unreadable.matches()) {
      return unreadable.group(1)
          + " "
          + rule(unreadable.group(3))
          + value.apply(unreadable.group(1)).map(text -> ", not '" + text + "'").orElse("");
    }
    Matcher missing = MISSING.matcher(problem);
    if (missing.matches()) {
      return missing.group(1) + " is empty: give it a value, or take it away altogether";
    }
    Matcher bounds = OUT_OF_BOUNDS.matcher(problem);
    if (bounds.matches()) {
      return bounds.group(1)
          + " "
          + bounds.group(2)
          + value.apply(bounds.group(1)).map(text -> ", not '" + text + "'").orElse("");
    }
    return problem;
  }

  private static String rule(String said) {
    String plain = CODE.matcher(said).replaceFirst("");
    Matcher number = NUMBER.matcher(plain);
    if (!number.matches()) {
      return plain;
    }
    return switch (number.group(1)) {
      case "integer", "long" -> "must be a whole number";
      default -> "must be a number";
    };
  }
}
