package org.kalepool.pages;

import io.smallrye.common.annotation.Blocking;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A farmer's statement, to be printed or calculated with. */
@Path("/statement")
@PermitAll
@Blocking
public final class StatementPages {
  private static final int UNPROCESSABLE = 422;

  private final Frames frames;
  private final Visitors visitors;
  private final StatementReader reader;

  StatementPages(Frames frames, Visitors visitors, StatementReader reader) {
    this.frames = frames;
    this.visitors = visitors;
    this.reader = reader;
  }

  /**
   * Some days.
   *
   * @param wrong what is wrong with those that were asked for, in whose stead these stand
   */
  private record Period(LocalDate from, LocalDate to, @Nullable String wrong) {}

  @GET
  @Produces(MediaType.TEXT_HTML)
  public Response page(
      @Context RoutingContext routing,
      @QueryParam("from") @Nullable String from,
      @QueryParam("to") @Nullable String to) {
    UUID id = visitors.farmer(routing);
    Period period = period(from, to);
    return Response.status(period.wrong() == null ? 200 : UNPROCESSABLE)
        .entity(
            Templates.statement(
                frames.of(routing, "Statement", "farm"),
                reader.of(id, period.from(), period.to(), period.wrong())))
        .build();
  }

  @GET
  @Path("movements.csv")
  @Produces("text/csv")
  public Response file(
      @Context RoutingContext routing,
      @QueryParam("from") @Nullable String from,
      @QueryParam("to") @Nullable String to) {
    UUID id = visitors.farmer(routing);
    Period period = period(from, to);
    if (period.wrong() != null) {
      return Response.status(UNPROCESSABLE)
          .type("text/plain;charset=UTF-8")
          .entity(period.wrong())
          .build();
    }
    String name = "kale-pool-%s-%s.csv".formatted(period.from(), period.to());
    return Response.ok(
            StatementFile.of(reader.of(id, period.from(), period.to(), null)),
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
