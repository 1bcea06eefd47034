package org.kalepool.books;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.kalepool.books.Movement.Sums;
import org.kalepool.web.ProblemException;
import org.kalepool.web.ProblemKind;

/**
 * Statements as files of any length. No more of one is in memory than a page of the journal and a
 * day's hashes: the next piece is made when the client has taken the one before, and no thread
 * waits for that. A few are made at a time, one for each farmer, none for longer than some minutes,
 * even where its client takes nothing more and does not go; where one ends early its last line, the
 * opening balance, is missing.
 */
@Singleton
final class MovementFiles {
  private static final int MOST = 4;
  private static final int RETRY_SECONDS = 30;
  private static final Duration LONGEST = Duration.ofMinutes(15);

  private final MovementPages movements;
  private final Clock clock;
  private final Map<UUID, Making> running = new HashMap<>();

  MovementFiles(MovementPages movements, Clock clock) {
    this.movements = movements;
    this.clock = clock;
  }

  /**
   * The file in pieces: closing balance, movements from the newest on, opening balance. Its place
   * is taken when the sending begins, so that one of which nothing is ever sent holds none.
   *
   * @throws ProblemException if as many are made as may be; where others are quicker in the moment
   *     before the sending begins, the file fails with it
   */
  Multi<String> of(UUID farmer, LocalDate from, LocalDate to) {
    refuseIfNoPlace(farmer);
    MovementWalk walk = movements.of(farmer, from, to);
    return Multi.createFrom().deferred(() -> sent(farmer, new Making(walk, from, to)));
  }

  private Multi<String> sent(UUID farmer, Making making) {
    take(farmer, making);
    return Multi.createBy()
        .repeating()
        .uni(
            () ->
                Uni.createFrom()
                    .item(making::next)
                    .runSubscriptionOn(Infrastructure.getDefaultWorkerPool()))
        .whilst(_ -> !making.over)
        .onTermination()
        .invoke(() -> giveBack(farmer, making));
  }

  private synchronized void take(UUID farmer, Making making) {
    refuseIfNoPlace(farmer);
    running.put(farmer, making);
  }

  private synchronized void refuseIfNoPlace(UUID farmer) {
    running.values().removeIf(Making::isLate);
    if (running.size() >= MOST || running.containsKey(farmer)) {
      throw new ProblemException(
          ProblemKind.TOO_MANY_REQUESTS,
          "Another statement is being made: come back when it is done.",
          List.of(),
          RETRY_SECONDS);
    }
  }

  private synchronized void giveBack(UUID farmer, Making making) {
    running.remove(farmer, making);
  }

  /** One file, a piece after the other. */
  private final class Making {
    private final MovementWalk walk;
    private final LocalDate from;
    private final LocalDate to;
    private final Instant latest;
    private boolean closed;
    private volatile boolean over;

    Making(MovementWalk walk, LocalDate from, LocalDate to) {
      this.walk = walk;
      this.from = from;
      this.to = to;
      this.latest = clock.instant().plus(LONGEST);
    }

    /** Whether its time is over, whatever its client does. */
    boolean isLate() {
      return clock.instant().isAfter(latest);
    }

    String next() {
      StringBuilder text = new StringBuilder();
      while (text.isEmpty()) {
        if (isLate()) {
          throw new IllegalStateException("a statement takes too long");
        }
        List<Movement> found = movements.next(walk);
        if (!closed && (!found.isEmpty() || walk.done())) {
          closed = true;
          text.append(MovementLines.head()).append(MovementLines.closing(to, closing(found)));
        }
        text.append(MovementLines.of(found));
        if (walk.done()) {
          text.append(MovementLines.opening(from, walk.balance()));
          over = true;
        }
      }
      return text.toString();
    }

    /** What was there before these were taken off. */
    private Sums closing(List<Movement> found) {
      return found.stream().map(Movement::change).reduce(walk.balance(), Sums::plus);
    }
  }
}
