package org.kalepool.work.fleet;

import java.util.regex.Pattern;

/**
 * Where a pooler and its hashers meet on the broker.
 *
 * @param prefix of all subjects; poolers that share a broker need one each
 */
public record FleetSubjects(String prefix) {
  /** Unless it is set. */
  public static final String DEFAULT = "kale.fleet";

  private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*");

  /**
   * @throws IllegalArgumentException if it is no subject, or too long
   */
  public FleetSubjects {
    if (prefix.length() > 100 || !PREFIX.matcher(prefix).matches()) {
      throw new IllegalArgumentException(
          "a subject has up to 100 of A-Z a-z 0-9 _ - with dots between them");
    }
  }

  /** Hashers ask for work, and are answered. */
  public String lease() {
    return prefix + ".lease";
  }

  /** Hashers tell of finds, and are answered. */
  public String hit() {
    return prefix + ".hit";
  }

  /** The pooler tells that there is something new. */
  public String news() {
    return prefix + ".news";
  }

  @Override
  public String toString() {
    return prefix;
  }
}
