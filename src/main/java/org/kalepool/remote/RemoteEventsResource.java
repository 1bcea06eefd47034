package org.kalepool.remote;

import io.smallrye.mutiny.Multi;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.kalepool.web.Caller;
import org.kalepool.web.Client;
import org.kalepool.web.EventPlaces;

/** What concerns a pooler, as it happens. */
@Path("/api/v1/pooler/events")
@RolesAllowed(Caller.POOLER)
@Tag(name = "pooler machines")
public final class RemoteEventsResource {
  private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(15);

  private final MyPooler mine;
  private final PoolerStream stream;
  private final EventPlaces places;

  RemoteEventsResource(MyPooler mine, PoolerStream stream, EventPlaces places) {
    this.mine = mine;
    this.stream = stream;
    this.places = places;
  }

  @GET
  @Produces(MediaType.SERVER_SENT_EVENTS)
  @APIResponse(
      responseCode = "200",
      description = "block, planted, settings; a comment every 15 s",
      content =
          @Content(
              mediaType = MediaType.SERVER_SENT_EVENTS,
              schema = @Schema(implementation = String.class)))
  @Operation(
      operationId = "listenAsPooler",
      summary = "Server-sent events: blocks opened, own farmers planted, settings changed")
  public Multi<OutboundSseEvent> listen(@Context RoutingContext routing, @Context Sse sse) {
    Client client = Client.of(routing);
    places.take(client);
    // the comments go on for ever by themselves, and end with the events
    Multi<Optional<OutboundSseEvent>> events =
        stream
            .of(mine.id())
            .map(each -> Optional.of(event(sse, each)))
            .onCompletion()
            .continueWith(Optional.<OutboundSseEvent>empty());
    Multi<Optional<OutboundSseEvent>> signs =
        Multi.createFrom()
            .ticks()
            .every(SIGN_OF_LIFE)
            .onOverflow()
            .drop()
            .map(_ -> Optional.of(sse.newEventBuilder().comment("still here").build()));
    return Multi.createBy()
        .merging()
        .streams(events, signs)
        .select()
        .first(Optional::isPresent)
        .map(Optional::orElseThrow)
        .onTermination()
        .invoke(() -> places.giveBack(client));
  }

  private static OutboundSseEvent event(Sse sse, PoolerStream.Told each) {
    return sse.newEventBuilder()
        .name(each.name())
        .mediaType(MediaType.APPLICATION_JSON_TYPE)
        .data(Objects.requireNonNull(each.data()))
        .build();
  }
}
