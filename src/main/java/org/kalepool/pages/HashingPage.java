package org.kalepool.pages;

import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import org.jspecify.annotations.Nullable;
import org.kalepool.ops.HashingResource;
import org.kalepool.ops.OperatorResource;
import org.kalepool.web.ProblemException;
import org.kalepool.web.ProblemKind;

/** What hashes, and what else could. */
@Path("/operator/hashing")
@Produces(MediaType.TEXT_HTML)
@PermitAll
@Blocking
public final class HashingPage {
  private final OperatorVisitors visitors;
  private final OperatorResource pool;
  private final HashingResource hashing;

  HashingPage(OperatorVisitors visitors, OperatorResource pool, HashingResource hashing) {
    this.visitors = visitors;
    this.pool = pool;
    this.hashing = hashing;
  }

  @GET
  public TemplateInstance hashing(@Context RoutingContext routing) {
    Frame frame = visitors.frame(routing, "Hashing", "hashing");
    return OperatorTemplates.hashing(frame, pool.status().hashing(), kernels());
  }

  /** Null where none can be chosen; what the page says of the hashing tells why. */
  private HashingResource.@Nullable Kernels kernels() {
    try {
      return hashing.kernels();
    } catch (ProblemException e) {
      if (e.kind() == ProblemKind.CONFLICT) {
        return null;
      }
      throw e;
    }
  }
}
