package org.kalepool.books;

import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestMulti;
import org.jspecify.annotations.Nullable;
import org.kalepool.farmer.Farmers;
import org.kalepool.web.Caller;
import org.kalepool.web.Checks;
import org.kalepool.web.ProblemException;

/** A farmer's statement of any period as a file. */
@Path("/api/v1/farmers/{id}/statement/movements")
@RolesAllowed({Caller.FARMER, Caller.OPERATOR})
@Tag(name = "farmers")
public final class MovementsResource {
  private static final int FIRST_YEAR = 1970;
  private static final int LAST_YEAR = 9999;

  private final MovementFiles files;
  private final Farmers farmers;
  private final Caller caller;
  private final Clock clock;

  MovementsResource(MovementFiles files, Farmers farmers, Caller caller, Clock clock) {
    this.files = files;
    this.farmers = farmers;
    this.caller = caller;
    this.clock = clock;
  }

  @GET
  @Produces("text/csv")
  @Blocking
  @Operation(
      operationId = "getMovements",
      summary =
          "CSV of some days in UTC, however many: closing balance, each movement with its"
              + " transaction, newest first, opening balance")
  @APIResponse(
      responseCode = "200",
      description = "OK",
      content = @Content(mediaType = "text/csv", schema = @Schema(implementation = String.class)))
  public RestMulti<String> get(
      @PathParam("id") UUID id,
      @QueryParam("from") @Nullable String from,
      @QueryParam("to") @Nullable String to) {
    caller.mayActFor(id);
    if (farmers.find(id).isEmpty()) {
      throw caller.noSuchFarmer();
    }
    Checks checks = new Checks();
    checks.readable("from", from, "is no day: ", MovementsResource::day);
    checks.readable("to", to, "is no day: ", MovementsResource::day);
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
