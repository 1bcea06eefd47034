package org.kalepool.web;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;

/** Moments in requests. */
public final class Moments {
  /** What the database can hold and a document can show. */
  private static final int FIRST_YEAR = 2000;

  private static final int LAST_YEAR = 9998;

  private Moments() {}

  /**
   * Reads ISO 8601, such as {@code 2027-01-01T00:00:00Z}.
   *
   * @throws IllegalArgumentException with what it must be, if it is not
   */
  public static Instant of(String text) {
    OffsetDateTime time;
    try {
      time = OffsetDateTime.parse(text);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "must be a time in ISO 8601 with its zone, such as 2027-01-01T00:00:00Z", e);
    }
    if (time.getYear() < FIRST_YEAR || time.getYear() > LAST_YEAR) {
      throw new IllegalArgumentException(
          "must be a time in the years " + FIRST_YEAR + " to " + LAST_YEAR);
    }
    return time.toInstant();
  }
}
