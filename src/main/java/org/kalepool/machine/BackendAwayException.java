package org.kalepool.machine;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.kalepool.schedule.Outage;

/** The backend could not be asked, or not now; asking again later may help. */
public final class BackendAwayException extends RuntimeException implements Outage {
  private final Duration after;

  /**
   * @param after how long to wait at least; zero if the backend has not said
   */
  public BackendAwayException(String message, @Nullable Throwable cause, Duration after) {
    super(message, cause);
    this.after = after;
  }

  /** How long to wait at least; zero if the backend has not said. */
  Duration after() {
    return after;
  }
}
