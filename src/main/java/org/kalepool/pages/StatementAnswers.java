package org.kalepool.pages;

import io.smallrye.mutiny.Multi;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestMulti;
import org.jspecify.annotations.Nullable;
import org.kalepool.books.StatementFiles;
import org.kalepool.web.ProblemException;

/** Statements as they are asked for: some days, as a page or as a file. */
@Singleton
final class StatementAnswers {
  private static final int UNPROCESSABLE = 422;

  private final StatementReader reader;
  private final StatementFiles files;

  StatementAnswers(StatementReader reader, StatementFiles files) {
    this.reader = reader;
    this.files = files;
  }

  /**
   * Some days.
   *
   * @param wrong what is wrong with those that were asked for, in whose stead these stand
   */
  private record Period(LocalDate from, LocalDate to, @Nullable String wrong) {}

  /**
   * A page.
   *
   * @param at its path
   */
  Response page(Frame frame, String at, UUID id, @Nullable String from, @Nullable String to) {
    Period period = period(from, to);
    return Response.status(period.wrong() == null ? 200 : UNPROCESSABLE)
        .entity(
            Templates.statement(
                frame, reader.of(at, id, period.from(), period.to(), period.wrong())))
        .build();
  }

  /** The same file that programs get; a sentence where there is none. */
  RestMulti<String> file(UUID id, @Nullable String from, @Nullable String to) {
    Period period = period(from, to);
    if (period.wrong() != null) {
      return refused(UNPROCESSABLE, period.wrong());
    }
    try {
      return files.of(id, given(from), given(to));
    } catch (ProblemException e) {
      return refused(e.kind().status(), e.detail());
    }
  }

  private static RestMulti<String> refused(int status, String why) {
    return RestMulti.fromMultiData(Multi.createFrom().item(why)).status(status).build();
  }

  private static @Nullable String given(@Nullable String day) {
    return day == null || day.isBlank() ? null : day.strip();
  }

  private Period period(@Nullable String from, @Nullable String to) {
    LocalDate today = reader.today();
    String begin = given(from);
    String end = given(to);
    try {
      LocalDate last = end == null ? today : LocalDate.parse(end);
      LocalDate first = begin == null ? last : LocalDate.parse(begin);
      String wrong = wrong(first, last);
      return wrong == null ? new Period(first, last, null) : new Period(today, today, wrong);
    } catch (DateTimeParseException e) {
      return new Period(today, today, "A day is written like 2026-01-31.");
    }
  }

  private static @Nullable String wrong(LocalDate from, LocalDate to) {
    if (to.isBefore(from)) {
      return "The last day must not be before the first.";
    }
    return from.getYear() < StatementFiles.FIRST_YEAR || to.getYear() > StatementFiles.LAST_YEAR
        ? "Years are " + StatementFiles.FIRST_YEAR + " to " + StatementFiles.LAST_YEAR + "."
        : null;
  }
}
