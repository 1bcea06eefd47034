package org.kalepool.pages;

import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Statements as they are asked for: some days, as a page or as a file. */
@Singleton
final class StatementAnswers {
  private static final int UNPROCESSABLE = 422;

  private final StatementReader reader;

  StatementAnswers(StatementReader reader) {
    this.reader = reader;
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

  Response file(UUID id, @Nullable String from, @Nullable String to) {
    Period period = period(from, to);
    if (period.wrong() != null) {
      return Response.status(UNPROCESSABLE)
          .type("text/plain;charset=UTF-8")
          .entity(period.wrong())
          .build();
    }
    String name = "kale-pool-%s-%s.csv".formatted(period.from(), period.to());
    return Response.ok(
            StatementFile.of(reader.of("", id, period.from(), period.to(), null)),
            "text/csv;charset=UTF-8")
        .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + name + "\"")
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .build();
  }

  private Period period(@Nullable String from, @Nullable String to) {
    LocalDate today = reader.today();
    try {
      LocalDate last = to == null || to.isBlank() ? today : LocalDate.parse(to.strip());
      LocalDate first = from == null || from.isBlank() ? last : LocalDate.parse(from.strip());
      String wrong = StatementReader.wrong(first, last);
      return wrong == null ? new Period(first, last, null) : new Period(today, today, wrong);
    } catch (DateTimeParseException e) {
      return new Period(today, today, "A day is written like 2026-01-31.");
    }
  }
}
