package org.kalepool.ops;

import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.kalepool.pooler.Pooler;
import org.kalepool.pooler.Poolers;
import org.kalepool.web.Audit;
import org.kalepool.web.Caller;
import org.kalepool.web.Checks;

/** How operators change the pool's own pooler: its settings count at the first start only. */
@Path("/api/v1/operator/pooler")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Caller.OPERATOR)
@Tag(name = "operators")
public final class OperatorPoolerResource {
  private static final int LONGEST_NAME = 100;
  private static final int MOST_FARMERS = 1_000_000;

  private final Poolers poolers;
  private final Audit audit;

  OperatorPoolerResource(Poolers poolers, Audit audit) {
    this.poolers = poolers;
    this.audit = audit;
  }

  /** What is to change; what is absent stays. */
  @RegisterForReflection
  @Schema(name = "PoolerRequest", requiredProperties = "why")
  record Wish(
      @Schema(maxLength = LONGEST_NAME) @Nullable String name,
      @Schema(
              description = "The pooler's part in 1/10 000, for who registers from now on",
              minimum = "0",
              maximum = "10000")
          @Nullable Integer shareBasisPoints,
      @Schema(minimum = "0", maximum = "" + MOST_FARMERS) @Nullable Integer maxFarmers,
      @Schema(description = "For the record", maxLength = OperatorRequest.LONGEST_REASON)
          @Nullable String why) {

    /** The reason, once every field was found good. */
    String checked() {
      Checks checks = new Checks();
      if (name == null && shareBasisPoints == null && maxFarmers == null) {
        checks.add("name", "is missing, and so are share_basis_points and max_farmers");
      }
      if (name != null && (name.isBlank() || name.length() > LONGEST_NAME)) {
        checks.add("name", "must have 1 to " + LONGEST_NAME + " characters");
      }
      if (shareBasisPoints != null) {
        checks.within("share_basis_points", shareBasisPoints, 0, 10_000);
      }
      if (maxFarmers != null) {
        checks.within("max_farmers", maxFarmers, 0, MOST_FARMERS);
      }
      String text = OperatorRequest.reason(checks, why);
      checks.done();
      return text;
    }

    String detail(Pooler now, String reason) {
      List<String> changes = new ArrayList<>();
      if (name != null) {
        changes.add("name %s, was %s".formatted(name, now.name()));
      }
      if (shareBasisPoints != null) {
        changes.add(
            "%d basis points for new farmers, was %d"
                .formatted(shareBasisPoints, now.shareBasisPoints()));
      }
      if (maxFarmers != null) {
        changes.add("%d farmers at most, was %d".formatted(maxFarmers, now.maxFarmers()));
      }
      return String.join("; ", changes) + ": " + reason;
    }
  }

  /** The pooler as it is now. */
  @Schema(name = "ChangedPooler")
  record Changed(UUID poolerId, String name, int shareBasisPoints, int maxFarmers) {
    static Changed of(Pooler pooler) {
      return new Changed(
          pooler.id(), pooler.name(), pooler.shareBasisPoints(), pooler.maxFarmers());
    }
  }

  @PATCH
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "changePooler",
      summary = "Change name, places, or the terms of who registers from now on")
  public Changed change(Wish wish) {
    String why = wish.checked();
    Pooler before = poolers.own();
    return audit.record(
        new Audit.Command("change-pooler", before.id().toString(), wish.detail(before, why)),
        () -> {
          poolers.change(
              before.id(),
              new Poolers.Change(wish.name(), wish.shareBasisPoints(), wish.maxFarmers()));
          return Changed.of(poolers.own());
        });
  }
}
