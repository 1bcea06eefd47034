package org.kalepool.db;

import java.sql.SQLException;
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
}
