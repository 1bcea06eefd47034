package org.kalepool.pages;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.kalepool.books.Movement;
import org.kalepool.books.MovementPages;
import org.kalepool.books.MovementWalk;
import org.kalepool.farmer.FarmerAnswer;
import org.kalepool.farmer.FarmerResource;

/** Makes the statements that pages show: of some days at once, of more by month. */
@Singleton
final class StatementReader {
  /** The longest statement on one page, for which all of its movements are in memory. */
  static final int MOST_DAYS = 31;

  private static final int ON_A_PAGE = 1000;

  private final FarmerResource farmers;
  private final MovementPages movements;
  private final Explorer explorer;
  private final Clock clock;

  StatementReader(FarmerResource farmers, MovementPages movements, Explorer explorer, Clock clock) {
    this.farmers = farmers;
    this.movements = movements;
    this.explorer = explorer;
    this.clock = clock;
  }

  LocalDate today() {
    return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
  }

  /** A statement of these days, both included, in UTC. */
  StatementView of(String at, UUID id, LocalDate from, LocalDate to, @Nullable String wrong) {
    FarmerAnswer farmer = farmers.get(id);
    if (ChronoUnit.DAYS.between(from, to) >= MOST_DAYS) {
      return new StatementView(
          at,
          farmer,
          from,
          to,
          Movement.Sums.NOTHING,
          Movement.Sums.NOTHING,
          List.of(),
          0,
          months(farmer, from, to),
          wrong,
          explorer);
    }
    MovementWalk walk = movements.of(id, from, to);
    List<Movement> found = new ArrayList<>();
    while (!walk.done()) {
      found.addAll(movements.next(walk));
    }
    Collections.reverse(found);
    Movement.Sums opening = walk.balance();
    Movement.Sums closing =
        found.stream().map(Movement::change).reduce(opening, Movement.Sums::plus);
    return new StatementView(
        at, farmer, from, to, opening, closing, found, ON_A_PAGE, List.of(), wrong, explorer);
  }

  /** Those of a period in which there may be movements, newest first. */
  private List<StatementView.Month> months(FarmerAnswer farmer, LocalDate from, LocalDate to) {
    LocalDate joined = LocalDate.ofInstant(farmer.registeredAt(), ZoneOffset.UTC);
    LocalDate first = from.isBefore(joined) ? joined : from;
    LocalDate last = to.isAfter(today()) ? today() : to;
    List<StatementView.Month> months = new ArrayList<>();
    LocalDate end = last;
    while (!end.isBefore(first)) {
      LocalDate begin = end.withDayOfMonth(1);
      months.add(new StatementView.Month(begin.isBefore(first) ? first : begin, end));
      end = begin.minusDays(1);
    }
    return months;
  }
}
