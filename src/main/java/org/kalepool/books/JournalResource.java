package org.kalepool.books;

import jakarta.annotation.security.RolesAllowed;
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
import org.kalepool.web.Caller;
import org.kalepool.web.Page;
import org.kalepool.web.Paging;

/** Every movement of a farmer's money. */
@Path("/api/v1/farmers/{id}/journal")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Caller.FARMER, Caller.OPERATOR})
@Tag(name = "farmers")
public final class JournalResource {
  private final JournalPages journal;
  private final Caller caller;

  JournalResource(JournalPages journal, Caller caller) {
    this.journal = journal;
    this.caller = caller;
  }

  @GET
  @Operation(
      operationId = "listJournal",
      summary = "Every movement of the farmer's money, newest first")
  public Page<JournalPages.Shown> get(
      @PathParam("id") UUID id,
      @QueryParam("cursor") @Nullable String cursor,
      @QueryParam("limit") @Nullable String limit) {
    caller.mayActFor(id);
    return journal.of(id, Paging.of(cursor, limit));
  }
}
