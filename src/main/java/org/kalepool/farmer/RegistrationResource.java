package org.kalepool.farmer;

import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;
import org.kalepool.web.Client;
import org.kalepool.web.PublicUrl;

/** How a farmer joins. */
@Path("/api/v1/farmers")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "farmers")
public final class RegistrationResource {
  private final Registration registration;
  private final PublicUrl publicUrl;

  RegistrationResource(Registration registration, PublicUrl publicUrl) {
    this.registration = registration;
    this.publicUrl = publicUrl;
  }

  @POST
  @PermitAll
  @APIResponseSchema(value = Registered.class, responseCode = "201")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "registerFarmer",
      summary =
          "Join: makes a custodial wallet and says how much XLM to send it, or says where a vault will be")
  public RestResponse<Registered> register(
      RegisterRequest body,
      @HeaderParam("Idempotency-Key") @Nullable String idempotencyKey,
      @Context RoutingContext routing) {
    Registered made =
        registration.register(body, new Registration.From(Client.address(routing), idempotencyKey));
    return RestResponse.ResponseBuilder.<Registered>create(RestResponse.Status.CREATED)
        .header("Location", publicUrl.of("/api/v1/farmers/" + made.farmerId()))
        .entity(made)
        .build();
  }
}
