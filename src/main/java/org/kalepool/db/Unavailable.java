package org.kalepool.db;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Which of PostgreSQL's errors mean that the database cannot be used now and will be again, as
 * opposed to a statement that it will always refuse. From appendix A of its manual.
 */
final class Unavailable {
  private static final String READ_ONLY = "25006";
  private static final String SESSION_IDLE = "25P03";
  private static final String DISK_FULL = "53100";
  private static final String TOO_MANY_CONNECTIONS = "53300";

  private Unavailable() {}

  /** Classes 08 (connection), 53 (resources), 58 (its machine), 57P (shut down), and read only. */
  static boolean is(SQLException failure) {
    String state = failure.getSQLState();
    // without a state: the connection pool's, which has none to give
    return state == null
        || state.startsWith("08")
        || state.startsWith("53")
        || state.startsWith("57P")
        || state.startsWith("58")
        || state.equals(READ_ONLY)
        || state.equals(SESSION_IDLE);
  }

  /** Whether it still answers questions, and takes no writes. */
  static boolean refusesWritesOnly(SQLException failure) {
    String state = failure.getSQLState();
    return READ_ONLY.equals(state) || DISK_FULL.equals(state);
  }

  /** For people: what is wrong, then what the server said. */
  static String reason(SQLException failure) {
    String said = String.valueOf(failure.getMessage());
    return switch (nonNull(failure.getSQLState())) {
      case READ_ONLY -> "it takes no writes, as a standby does: " + said;
      case DISK_FULL -> "its disk is full: " + said;
      case TOO_MANY_CONNECTIONS -> "it has no connection left: " + said;
      default ->
          said.contains("targetServerType")
              ? "it takes no writes, as a standby does, or cannot be reached: " + said
              : said;
    };
  }

  private static String nonNull(@Nullable String state) {
    return state == null ? "" : state;
  }
}
