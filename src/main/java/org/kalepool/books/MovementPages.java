package org.kalepool.books;

import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.kalepool.books.Movement.Sums;
import org.kalepool.farmer.FarmerHistory;
import org.kalepool.web.Paging;

/** Statements of any period, in pieces: what was moved when by which transaction. */
@Singleton
public final class MovementPages {
  private static final int ON_A_PAGE = 200;
  private static final int ATTEMPTS = 5;

  private final JournalPages journal;
  private final Books books;
  private final FarmerHistory history;

  MovementPages(JournalPages journal, Books books, FarmerHistory history) {
    this.journal = journal;
    this.books = books;
    this.history = history;
  }

  /** Begins a statement of these days, both included, in UTC. Who asks must have been let in. */
  @ActivateRequestContext
  public MovementWalk of(UUID farmer, LocalDate from, LocalDate to) {
    for (int i = 0; i < ATTEMPTS; i++) {
      long newest = newest(farmer);
      Books.Position now = books.position(farmer);
      if (newest(farmer) == newest) {
        Sums balance =
            new Sums(now.custody().stroops(), now.staked().stroops(), now.xlm().stroops());
        return new MovementWalk(
            farmer,
            start(from),
            start(to.plusDays(1)),
            new MovementHashes(history, farmer),
            balance,
            Math.addExact(newest, 1));
      }
    }
    throw new IllegalStateException("the journal of farmer " + farmer + " does not rest");
  }

  private static Instant start(LocalDate day) {
    return day.atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  private long newest(UUID farmer) {
    List<JournalPages.Shown> one = journal.of(farmer, new Paging(Long.MAX_VALUE, 1)).items();
    return one.isEmpty() ? 0 : one.getFirst().id();
  }

  /**
   * The next movements, newest first. None that are within the period may be among those of a page,
   * and there may be more all the same: see {@link MovementWalk#done}.
   */
  @ActivateRequestContext
  public List<Movement> next(MovementWalk walk) {
    return walk.take(journal.of(walk.farmer(), new Paging(walk.before(), ON_A_PAGE)).items());
  }
}
