package org.kalepool.web;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;

/** Collects what is wrong with a request's fields, to tell all of it at once. */
public final class Checks {
  /** What the database can hold and a document can show. */
  private static final int FIRST_YEAR = 2000;

  private static final int LAST_YEAR = 9998;

  private final List<ProblemException.FieldError> errors = new ArrayList<>();

  /** Notes an error. */
  public void add(String field, String message) {
    errors.add(new ProblemException.FieldError(field, message));
  }

  /** A whole number within these bounds, both included. */
  public int within(String field, @Nullable Integer value, int least, int most) {
    if (value == null) {
      add(field, "is missing");
      return least;
    }
    if (value < least || value > most) {
      add(field, "must be " + least + " to " + most);
    }
    return value;
  }

  /** An id in the usual text form of a UUID. */
  public Optional<UUID> uuid(String field, @Nullable String value) {
    if (value == null) {
      add(field, "is missing");
      return Optional.empty();
    }
    Optional<UUID> id = Ids.parse(value);
    if (id.isEmpty()) {
      add(field, "must be a UUID");
    }
    return id;
  }

  /** A moment in ISO 8601, such as {@code 2027-01-01T00:00:00Z}. */
  public Optional<Instant> instant(String field, @Nullable String value) {
    if (value == null) {
      add(field, "is missing");
      return Optional.empty();
    }
    try {
      OffsetDateTime time = OffsetDateTime.parse(value);
      if (time.getYear() >= FIRST_YEAR && time.getYear() <= LAST_YEAR) {
        return Optional.of(time.toInstant());
      }
      add(field, "must be a time in the years " + FIRST_YEAR + " to " + LAST_YEAR);
    } catch (DateTimeParseException e) {
      add(field, "must be a time in ISO 8601 with its zone, such as 2027-01-01T00:00:00Z");
    }
    return Optional.empty();
  }

  /** The address of an account (G…), not of a contract. */
  public Optional<Address> account(String field, @Nullable String value) {
    if (value == null) {
      add(field, "is missing");
      return Optional.empty();
    }
    try {
      Address address = Address.of(value);
      if (address.isAccount()) {
        return Optional.of(address);
      }
      add(field, "must be an account (G…), which can receive XLM, not a contract (C…)");
    } catch (IllegalArgumentException e) {
      add(field, "is no valid account address (G…): " + e.getMessage());
    }
    return Optional.empty();
  }

  /**
   * @throws ProblemException with all errors, if there is any
   */
  public void done() {
    if (!errors.isEmpty()) {
      throw ProblemException.invalid(errors);
    }
  }
}
