package org.kalepool.alert;

import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Digits;
import org.kalepool.notice.Outbox;
import org.kalepool.web.Audit;
import org.kalepool.web.Caller;
import org.kalepool.web.Page;
import org.kalepool.web.Paging;
import org.kalepool.web.ProblemException;
import org.kalepool.web.ProblemKind;

/** What operators are told, and what they say to it. */
@Path("/api/v1/operator/alerts")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Caller.OPERATOR)
@Tag(name = "operators")
public final class AlertResource {
  private final Incidents incidents;
  private final IncidentRepository repository;
  private final Outbox outbox;
  private final Audit audit;
  private final Caller caller;
  private final Clock clock;

  AlertResource(
      Incidents incidents,
      IncidentRepository repository,
      Outbox outbox,
      Audit audit,
      Caller caller,
      Clock clock) {
    this.incidents = incidents;
    this.repository = repository;
    this.outbox = outbox;
    this.audit = audit;
    this.caller = caller;
    this.clock = clock;
  }

  /** By which channels a test is on its way. */
  @RegisterForReflection
  @Schema(name = "AlertTest")
  public record Tested(List<String> channels) {}

  @GET
  @Operation(
      operationId = "listAlerts",
      summary = "What went wrong, from its being seen to its end, newest first")
  public Page<Incidents.Shown> list(
      @QueryParam("open") @Nullable String open,
      @QueryParam("cursor") @Nullable String cursor,
      @QueryParam("limit") @Nullable String limit) {
    if (open != null && !List.of("true", "false").contains(open)) {
      throw ProblemException.invalid("open", "must be true or false");
    }
    return incidents.page(open == null ? null : Boolean.valueOf(open), Paging.of(cursor, limit));
  }

  @GET
  @Path("/notices")
  @Operation(
      operationId = "listOperatorNotices",
      summary = "What operators were told by each channel, and how the delivery goes, newest first")
  public Page<Outbox.Shown> notices(
      @QueryParam("cursor") @Nullable String cursor, @QueryParam("limit") @Nullable String limit) {
    return outbox.shown(Paging.of(cursor, limit));
  }

  @POST
  @Path("/test")
  @Operation(operationId = "testAlerts", summary = "Send a test by each channel that is set")
  public Tested test() {
    if (outbox.channelsOfOperators().isEmpty()) {
      throw new ProblemException(
          ProblemKind.CONFLICT, "No channel is set: kale.notices.* names them.");
    }
    return audit.record(
        new Audit.Command("test-alerts", null, null), () -> new Tested(incidents.test()));
  }

  @POST
  @Path("/{id}/silence")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "silenceAlert",
      summary = "Tell nothing more of an incident for a time, nor of the next one of its cause")
  public Incidents.Shown silence(@PathParam("id") String id, SilenceRequest body) {
    long incident = Digits.number(id).orElseThrow(AlertResource::notFound);
    String why = body.why().strip();
    return audit.record(
        new Audit.Command(
            "silence-alert", Long.toString(incident), body.minutes() + " minutes: " + why),
        () -> silenced(incident, body.minutes(), why));
  }

  /** The exception undoes the audit's row, too. */
  private Incidents.Shown silenced(long id, int minutes, String why) {
    IncidentEntity incident = repository.lock(id).orElseThrow(AlertResource::notFound);
    Instant until = clock.instant().plus(Duration.ofMinutes(minutes));
    incident.silencedUntil = minutes == 0 ? null : until;
    incident.silencedBy = minutes == 0 ? null : caller.name();
    incident.silencedWhy = minutes == 0 ? null : why;
    return Incidents.Shown.of(incident);
  }

  private static ProblemException notFound() {
    return new ProblemException(ProblemKind.NOT_FOUND, "No incident has this id.");
  }
}
