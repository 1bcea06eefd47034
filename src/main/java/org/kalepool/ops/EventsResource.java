package org.kalepool.ops;

import io.smallrye.mutiny.Multi;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestStreamElementType;
import org.kalepool.web.Client;

/** The pool's events as they happen. */
@Path("/api/v1/events")
@PermitAll
@Tag(name = "pool")
public final class EventsResource {
  private final PoolEvents events;

  EventsResource(PoolEvents events) {
    this.events = events;
  }

  @GET
  @Produces(MediaType.SERVER_SENT_EVENTS)
  @RestStreamElementType(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "listenToEvents",
      summary = "Server-sent events: blocks opened, farmers planted, worked, harvested")
  public Multi<PoolEvents.Shown> listen(@Context RoutingContext routing) {
    return events.listen(Client.of(routing));
  }
}
