package org.kalepool.books;

import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestMulti;
import org.jspecify.annotations.Nullable;
import org.kalepool.web.Checks;
import org.kalepool.web.ProblemException;

/** Statements as files, for programs and for pages. Who asks must have been let in. */
@Singleton
public final class StatementFiles {
  /** The years of which there may be statements. */
  public static final int FIRST_YEAR = 1970;

  public static final int LAST_YEAR = 9999;

  private final MovementFiles files;
  private final Clock clock;

  StatementFiles(MovementFiles files, Clock clock) {
    this.files = files;
    this.clock = clock;
  }

  /**
   * The file of some days in UTC, both included.
   *
   * @param from such as {@code 2026-01-31}; null for the last day
   * @param to null for today
   * @throws ProblemException if they are no days, or as many files are made as may be
   */
  public RestMulti<String> of(UUID id, @Nullable String from, @Nullable String to) {
    Checks checks = new Checks();
    checks.readable("from", from, "is no day: ", StatementFiles::day);
    checks.readable("to", to, "is no day: ", StatementFiles::day);
    checks.done();
    LocalDate last = to == null ? LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC) : day(to);
    LocalDate first = from == null ? last : day(from);
    if (last.isBefore(first)) {
      throw ProblemException.invalid("from", "must not be after to");
    }
    String name = "kale-pool-%s-%s.csv".formatted(first, last);
    return RestMulti.fromMultiData(files.of(id, first, last))
        .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + name + "\"")
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .build();
  }

  private static LocalDate day(String text) {
    try {
      LocalDate day = LocalDate.parse(text);
      if (day.getYear() < FIRST_YEAR || day.getYear() > LAST_YEAR) {
        throw new IllegalArgumentException("years are " + FIRST_YEAR + " to " + LAST_YEAR);
      }
      return day;
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException("write it like 2026-01-31", e);
    }
  }
}
