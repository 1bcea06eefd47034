package org.kalepool.db;

import jakarta.inject.Singleton;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * What the pool's own writes met last at a database that answers questions and takes no writes.
 * Thread-safe.
 */
@Singleton
class RefusedWrites {
  private volatile @Nullable String reason;

  /** To be told of every failure. */
  void failed(SQLException failure) {
    if (Unavailable.refusesWritesOnly(failure)) {
      reason = Unavailable.reason(failure);
    }
  }

  /** To be told of a write that succeeded. */
  void taken() {
    reason = null;
  }

  boolean any() {
    return reason != null;
  }
}
