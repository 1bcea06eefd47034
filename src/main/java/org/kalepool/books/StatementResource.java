package org.kalepool.books;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.kalepool.web.Caller;

/** A farmer's account in one table, also after departure. */
@Path("/api/v1/farmers/{id}/statement")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Caller.FARMER, Caller.OPERATOR})
@Tag(name = "farmers")
public final class StatementResource {
  private final Statements statements;
  private final Caller caller;

  StatementResource(Statements statements, Caller caller) {
    this.statements = statements;
    this.caller = caller;
  }

  @GET
  @Operation(
      operationId = "getStatement",
      summary = "What was brought, staked, earned, shared, owed, spent and paid out")
  public Statement get(@PathParam("id") UUID id) {
    caller.mayActFor(id);
    return statements.of(id).orElseThrow(caller::noSuchFarmer);
  }
}
