package org.kalepool.db;

import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The database refused a statement or could not be used. */
public final class DbException extends RuntimeException {
  private static final long serialVersionUID = 1;
  private static final String UNIQUE_VIOLATION = "23505";

  private final @Nullable String state;

  DbException(SQLException cause) {
    super(cause.getMessage(), cause);
    this.state = cause.getSQLState();
  }

  /** Whether a unique index with this name, or any if it has no name, was violated. */
  public boolean isUniqueViolation(String index) {
    String message = getMessage();
    return UNIQUE_VIOLATION.equals(state) && message != null && message.contains(index);
  }

  /**
   * Why the database cannot be used at the moment, if that is what is behind a failure: the commit
   * of a transaction reports it wrapped, or as something suppressed. Empty if the database refused
   * a statement for good, or has nothing to do with it.
   */
  public static Optional<String> unavailable(Throwable failure) {
    return unavailable(failure, 10);
  }

  private static Optional<String> unavailable(Throwable failure, int depth) {
    if (failure instanceof SQLException e && Unavailable.is(e)) {
      return Optional.of(Unavailable.reason(e));
    }
    if (depth == 0) {
      return Optional.empty();
    }
    for (Throwable suppressed : failure.getSuppressed()) {
      Optional<String> found = unavailable(suppressed, depth - 1);
      if (found.isPresent()) {
        return found;
      }
    }
    Throwable cause = failure.getCause();
    return cause == null ? Optional.empty() : unavailable(cause, depth - 1);
  }
}
