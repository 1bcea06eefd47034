package org.kalepool.ops;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.kalepool.pooler.Pooler;
import org.kalepool.pooler.Poolers;
import org.kalepool.web.AdminsOnly;
import org.kalepool.web.Audit;
import org.kalepool.web.Caller;

/** How operators change the pool's own pooler: its settings count at the first start only. */
@Path("/api/v1/operator/pooler")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Caller.OPERATOR)
@Tag(name = "operators")
public final class OperatorPoolerResource {
  private final Poolers poolers;
  private final Audit audit;

  OperatorPoolerResource(Poolers poolers, Audit audit) {
    this.poolers = poolers;
    this.audit = audit;
  }

  /** The pooler as it is now. */
  @Schema(name = "ChangedPooler")
  record Changed(UUID poolerId, String name, int shareBasisPoints, int maxFarmers) {
    static Changed of(Pooler pooler) {
      return new Changed(
          pooler.id(), pooler.name(), pooler.shareBasisPoints(), pooler.maxFarmers());
    }
  }

  @AdminsOnly
  @PATCH
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "changePooler",
      summary = "Change name, places, or the terms of who registers from now on")
  public Changed change(PoolerRequest body) {
    Pooler before = poolers.own();
    return audit.record(
        new Audit.Command("change-pooler", before.id().toString(), body.detail(before)),
        () -> {
          poolers.change(
              before.id(),
              new Poolers.Change(body.name(), body.shareBasisPoints(), body.maxFarmers(), null));
          return Changed.of(poolers.own());
        });
  }
}
