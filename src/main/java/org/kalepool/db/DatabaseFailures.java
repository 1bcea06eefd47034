package org.kalepool.db;

import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Function;

/** What is behind a failure that came out of the database or of the commit of a transaction. */
public final class DatabaseFailures {
  private static final String UNIQUE_VIOLATION = "23505";
  private static final int DEEPEST = 10;

  private DatabaseFailures() {}

  /** Whether a unique index with this name was violated. */
  public static boolean isUniqueViolation(Throwable failure, String index) {
    return find(failure, e -> violates(e, index) ? Optional.of(true) : Optional.empty(), DEEPEST)
        .orElse(false);
  }

  private static boolean violates(SQLException failure, String index) {
    String message = failure.getMessage();
    return UNIQUE_VIOLATION.equals(failure.getSQLState())
        && message != null
        && message.contains(index);
  }

  /**
   * Why the database cannot be used at the moment, if that is what is behind a failure. Empty if
   * the database refused a statement for good, or has nothing to do with it.
   */
  public static Optional<String> unavailable(Throwable failure) {
    return find(
        failure,
        e -> Unavailable.is(e) ? Optional.of(Unavailable.reason(e)) : Optional.empty(),
        DEEPEST);
  }

  /** The commit of a transaction reports it wrapped, or as something suppressed. */
  private static <T> Optional<T> find(
      Throwable failure, Function<SQLException, Optional<T>> look, int depth) {
    Optional<T> here = failure instanceof SQLException e ? look.apply(e) : Optional.empty();
    if (here.isPresent() || depth == 0) {
      return here;
    }
    for (Throwable suppressed : failure.getSuppressed()) {
      Optional<T> found = find(suppressed, look, depth - 1);
      if (found.isPresent()) {
        return found;
      }
    }
    Throwable cause = failure.getCause();
    return cause == null ? Optional.empty() : find(cause, look, depth - 1);
  }
}
