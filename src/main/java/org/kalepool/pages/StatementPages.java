package org.kalepool.pages;

import io.smallrye.common.annotation.Blocking;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestMulti;
import org.jspecify.annotations.Nullable;

/** A farmer's statement, to be printed or calculated with. */
@Path("/statement")
@PermitAll
@Blocking
public final class StatementPages {
  private final Frames frames;
  private final Visitors visitors;
  private final StatementAnswers answers;

  StatementPages(Frames frames, Visitors visitors, StatementAnswers answers) {
    this.frames = frames;
    this.visitors = visitors;
    this.answers = answers;
  }

  @GET
  @Produces(MediaType.TEXT_HTML)
  public Response page(
      @Context RoutingContext routing,
      @QueryParam("from") @Nullable String from,
      @QueryParam("to") @Nullable String to) {
    UUID id = visitors.farmer(routing);
    return answers.page(frames.of(routing, "Statement", "farm"), "/statement", id, from, to);
  }

  @GET
  @Path("movements.csv")
  @Produces("text/csv")
  public RestMulti<String> file(
      @Context RoutingContext routing,
      @QueryParam("from") @Nullable String from,
      @QueryParam("to") @Nullable String to) {
    return answers.file(visitors.farmer(routing), from, to);
  }
}
