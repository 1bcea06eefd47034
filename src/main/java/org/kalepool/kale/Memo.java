package org.kalepool.kale;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A transaction's memo, by which an exchange knows whose a payment is. Always valid.
 *
 * @param value text of 1 to 28 bytes in UTF-8; an id of unsigned 64 bits in decimal; or a hash of
 *     64 hexadecimal digits in lower case
 */
public record Memo(Kind kind, String value) {
  private static final int LONGEST_TEXT = 28;
  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern ID = Pattern.compile("0|[1-9][0-9]{0,19}");

  /** The kinds that exchanges ask for. Stored by name. */
  public enum Kind {
    TEXT,
    ID,
    HASH;

    /**
     * The kind of this name.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static Kind of(String name) {
      for (Kind kind : values()) {
        if (kind.name().toLowerCase(Locale.ROOT).equals(name)) {
          return kind;
        }
      }
      throw new IllegalArgumentException("must be text, id or hash");
    }
  }

  /**
   * @throws IllegalArgumentException if the value is not of the kind
   */
  public Memo {
    switch (kind) {
      case TEXT -> {
        int bytes = value.getBytes(StandardCharsets.UTF_8).length;
        if (bytes < 1 || bytes > LONGEST_TEXT) {
          throw new IllegalArgumentException("a text memo has 1 to 28 bytes, not " + bytes);
        }
        if (value.chars().anyMatch(Character::isISOControl)) {
          throw new IllegalArgumentException("a text memo has no control characters");
        }
      }
      case ID -> {
        if (!ID.matcher(value).matches()) {
          throw new IllegalArgumentException("an id memo is a whole number without leading zeros");
        }
        try {
          Long.parseUnsignedLong(value);
        } catch (NumberFormatException e) {
          throw new IllegalArgumentException("an id memo is at most 18446744073709551615", e);
        }
      }
      case HASH -> {
        if (!HASH.matcher(value).matches()) {
          throw new IllegalArgumentException("a hash memo has 64 hexadecimal digits in lower case");
        }
      }
    }
  }
}
