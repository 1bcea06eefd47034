package org.kalepool.kale;

import java.util.OptionalLong;

/**
 * Whole numbers as people write them to the pool: digits 0 to 9. Java's own parsers also take those
 * of every other script, which would be many names for one thing.
 */
public final class Digits {
  private static final int MOST = 18;

  private Digits() {}

  /** A number of 1 to 18 digits, without a sign; empty if the text is none. */
  public static OptionalLong number(String text) {
    return text.isEmpty() || text.length() > MOST || !areAscii(text)
        ? OptionalLong.empty()
        : OptionalLong.of(Long.parseLong(text));
  }

  private static boolean areAscii(String text) {
    return text.chars().allMatch(c -> c >= '0' && c <= '9');
  }
}
