package org.kalepool.web;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Digits;

/**
 * Which part of a list is asked for. Lists run from the newest to the oldest.
 *
 * @param before only what is ordered before this position
 * @param limit how many items at most, 1 to 200
 */
public record Paging(long before, int limit) {
  static final int DEFAULT_LIMIT = 50;
  static final int MAX_LIMIT = 200;

  /**
   * Reads the query parameters {@code cursor} and {@code limit}.
   *
   * @throws ProblemException if one of them makes no sense
   */
  public static Paging of(@Nullable String cursor, @Nullable String limit) {
    Checks checks = new Checks();
    long before = Long.MAX_VALUE;
    int most = DEFAULT_LIMIT;
    if (cursor != null) {
      try {
        before = decode(cursor);
      } catch (IllegalArgumentException e) {
        checks.add("cursor", "is not a next_cursor of this list");
      }
    }
    if (limit != null) {
      OptionalLong number = Digits.number(limit);
      if (number.isEmpty() || number.getAsLong() < 1 || number.getAsLong() > MAX_LIMIT) {
        checks.add("limit", "must be a whole number, 1 to " + MAX_LIMIT);
      } else {
        most = (int) number.getAsLong();
      }
    }
    checks.done();
    return new Paging(before, most);
  }

  /** How many rows to read: one more than the limit tells whether there are more. */
  public int rows() {
    return limit + 1;
  }

  static String cursor(long position) {
    byte[] bytes = ByteBuffer.allocate(9).put((byte) 'c').putLong(position).array();
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static long decode(String cursor) {
    byte[] bytes = Base64.getUrlDecoder().decode(cursor.getBytes(StandardCharsets.ISO_8859_1));
    if (bytes.length != 9 || bytes[0] != 'c') {
      throw new IllegalArgumentException("not a cursor");
    }
    return ByteBuffer.wrap(bytes).getLong(1);
  }
}
