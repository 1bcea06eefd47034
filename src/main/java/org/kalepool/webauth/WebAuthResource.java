package org.kalepool.webauth;

import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.kalepool.farmer.WalletLogIns;
import org.kalepool.web.Json;
import org.kalepool.web.Required;
import org.kalepool.web.UuidText;

/** SEP-10: a wallet gets a token for the farmer that is paid out to it. */
@Path(WebAuthDomains.PATH)
@Produces(MediaType.APPLICATION_JSON)
@PermitAll
@Tag(name = "log-in")
public final class WebAuthResource {
  private final WebAuth auth;
  private final Json json;
  private final Duration life;

  WebAuthResource(WebAuth auth, Json json, WebAuthSettings settings) {
    this.auth = auth;
    this.json = json;
    this.life = settings.tokenLife();
  }

  /** What a wallet is to sign. */
  @RegisterForReflection
  @Schema(name = "WalletChallenge")
  record WalletChallenge(
      @Schema(description = "XDR in Base64, signed by the pool's SIGNING_KEY") String transaction,
      String networkPassphrase) {}

  /** The body of POST /auth. */
  @RegisterForReflection
  @Schema(name = "ChallengeAnswer")
  record ChallengeAnswer(
      @Schema(description = "The challenge, with the wallet's signatures beside the pool's")
          @Required
          String transaction,
      @Schema(description = "Whom to act for, where several have this payout wallet") @UuidText
          @Nullable String farmerId) {
    @Nullable UUID farmer() {
      return farmerId == null ? null : UUID.fromString(farmerId);
    }
  }

  /** What a wallet gets. */
  @RegisterForReflection
  @Schema(name = "WalletToken")
  record WalletToken(
      @Schema(description = "A bearer token for the farmer's calls (kw_…); shown only here")
          String token,
      UUID farmerId,
      @Schema(description = "By which the log-in can be ended") long logInId,
      Instant endsAt,
      @Schema(description = "All farmers with this payout wallet; the token acts for one")
          List<UUID> farmers) {
    static WalletToken of(WebAuth.LoggedIn made) {
      WalletLogIns.Issued issued = made.issued();
      return new WalletToken(
          issued.token(), issued.farmer(), issued.id(), issued.endsAt(), made.farmers());
    }
  }

  @GET
  @Operation(
      operationId = "getChallenge",
      summary = "SEP-10: a challenge for a farmer's payout wallet, good for 15 minutes")
  public WalletChallenge challenge(
      @QueryParam("account") @Nullable String account,
      @QueryParam("memo") @Nullable String memo,
      @QueryParam("home_domain") @Nullable String homeDomain,
      @QueryParam("client_domain") @Nullable String clientDomain) {
    return new WalletChallenge(
        auth.challenge(new WebAuth.Wish(account, memo, homeDomain)), auth.passphrase());
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "answerChallenge",
      summary = "SEP-10: the signed challenge for a token; as JSON or as a form. Each is good once")
  public WalletToken answer(ChallengeAnswer body) {
    return WalletToken.of(
        auth.logIn(body.transaction(), body.farmer(), WalletLogIns.Place.API, life));
  }

  /** The same as a form, which wallets may send as well. */
  @POST
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @Operation(hidden = true)
  public WalletToken answer(MultivaluedMap<String, String> form) {
    Map<String, String> fields = new HashMap<>();
    form.forEach((name, values) -> fields.put(name, values.getFirst()));
    return answer(json.read(json.write(fields), ChallengeAnswer.class));
  }
}
