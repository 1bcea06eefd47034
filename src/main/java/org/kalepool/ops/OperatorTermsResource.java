package org.kalepool.ops;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.kalepool.farmer.Farmer;
import org.kalepool.farmer.Farmers;
import org.kalepool.pooler.FarmerTerms;
import org.kalepool.pooler.Poolers;
import org.kalepool.web.AdminsOnly;
import org.kalepool.web.Audit;
import org.kalepool.web.Caller;
import org.kalepool.web.ProblemException;
import org.kalepool.web.ProblemKind;

/** How operators change the terms of farmers who are here already. */
@Path("/api/v1/operator/terms")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Caller.OPERATOR)
@Tag(name = "operators")
public final class OperatorTermsResource {
  private final FarmerTerms terms;
  private final Poolers poolers;
  private final Farmers farmers;
  private final Audit audit;

  OperatorTermsResource(FarmerTerms terms, Poolers poolers, Farmers farmers, Audit audit) {
    this.terms = terms;
    this.poolers = poolers;
    this.farmers = farmers;
    this.audit = audit;
  }

  /**
   * What was announced.
   *
   * @param farmers to how many
   */
  @Schema(name = "AnnouncedTerms")
  public record Announced(int farmers, int shareBasisPoints, Instant validFrom) {}

  @AdminsOnly
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "announceTerms",
      summary = "Announce new terms to farmers who are here; they plant under them later")
  public Announced announce(OperatorRequest.Terms body) {
    UUID farmer = body.farmer();
    UUID pooler = farmer == null ? poolers.own().id() : pooler(farmer);
    String detail =
        "%d basis points from %s: %s"
            .formatted(body.shareBasisPoints(), body.from(), body.reason());
    return audit.record(
        new Audit.Command("announce-terms", farmer == null ? null : farmer.toString(), detail),
        () ->
            new Announced(
                terms.announce(
                    pooler,
                    farmer,
                    body.shareBasisPoints(),
                    body.from(),
                    Caller.OPERATOR,
                    body.reason()),
                body.shareBasisPoints(),
                body.from()));
  }

  private UUID pooler(UUID farmer) {
    return farmers
        .find(farmer)
        .map(Farmer::pooler)
        .orElseThrow(
            () -> new ProblemException(ProblemKind.FARMER_NOT_FOUND, "No farmer has this id."));
  }
}
