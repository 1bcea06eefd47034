package org.kalepool.db;

import java.sql.SQLException;

/** The database refused a test's statement. */
public final class DbException extends RuntimeException {
  private static final long serialVersionUID = 1;

  DbException(SQLException cause) {
    super(cause.getMessage(), cause);
  }
}
