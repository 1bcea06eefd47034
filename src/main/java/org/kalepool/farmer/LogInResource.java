package org.kalepool.farmer;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.kalepool.web.Audit;
import org.kalepool.web.Caller;
import org.kalepool.web.Page;
import org.kalepool.web.Paging;
import org.kalepool.web.ProblemException;
import org.kalepool.web.ProblemKind;

/** Where the payout wallet has logged in, and ending that. */
@Path("/api/v1/farmers/{id}/log-ins")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Caller.FARMER, Caller.OPERATOR})
@Tag(name = "farmers")
public final class LogInResource {
  private final Farmers farmers;
  private final WalletLogIns logIns;
  private final Caller caller;
  private final Audit audit;

  LogInResource(Farmers farmers, WalletLogIns logIns, Caller caller, Audit audit) {
    this.farmers = farmers;
    this.logIns = logIns;
    this.caller = caller;
    this.audit = audit;
  }

  @GET
  @Operation(
      operationId = "listLogIns",
      summary = "Log-ins by the payout wallet (SEP-10), newest first, those that are over included")
  public Page<WalletLogIns.LogIn> list(
      @PathParam("id") UUID id,
      @QueryParam("cursor") @Nullable String cursor,
      @QueryParam("limit") @Nullable String limit) {
    return logIns.list(farmer(id), Paging.of(cursor, limit));
  }

  @DELETE
  @Path("/{log_in}")
  @Operation(
      operationId = "endLogIn",
      summary = "Log out: the log-in's token is worthless at once, and so is a browser's session")
  public void end(@PathParam("id") UUID id, @PathParam("log_in") long logIn) {
    UUID farmer = farmer(id);
    once(
        farmer,
        Long.toString(logIn),
        () -> {
          if (!logIns.end(farmer, logIn)) {
            throw new ProblemException(
                ProblemKind.NOT_FOUND, "The farmer has no open log-in with this number.");
          }
        });
  }

  @DELETE
  @Operation(
      operationId = "endAllLogIns",
      summary = "Log out everywhere: ends every log-in by the payout wallet, this call's as well")
  public void endAll(@PathParam("id") UUID id) {
    UUID farmer = farmer(id);
    once(farmer, "all", () -> logIns.endAll(farmer));
  }

  private void once(UUID farmer, String which, Runnable deed) {
    QuarkusTransaction.requiringNew()
        .run(
            () -> {
              audit.noteIfOperators(
                  caller.by(), new Audit.Command("end-log-in", farmer.toString(), which));
              deed.run();
            });
  }

  private UUID farmer(UUID id) {
    caller.mayActFor(id);
    return farmers.find(id).map(Farmer::id).orElseThrow(caller::noSuchFarmer);
  }
}
