package org.kalepool.pages;

import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.kalepool.farmer.FarmerAnswer;
import org.kalepool.farmer.FarmerResource;
import org.kalepool.farmer.LogInResource;
import org.kalepool.farmer.PayoutWalletRequest;
import org.kalepool.farmer.PayoutWalletResource;
import org.kalepool.farmer.TokenResource;
import org.kalepool.stellar.RpcException;
import org.kalepool.web.Caller;
import org.kalepool.web.Json;
import org.kalepool.web.ProblemException;
import org.kalepool.web.ProblemKind;

/** Who can act for a farmer: its payout wallet, that one's log-ins, and its token. */
@Path("/access")
@Produces(MediaType.TEXT_HTML)
@PermitAll
@Blocking
public final class AccessPages {
  private static final String SHOWN = "20";

  /** What is said after a deed, by the word in the address. */
  private static final Map<String, String> DONE =
      Map.of(
          "ended", "Every log-in by your wallet is ended.",
          "asked",
              "You have asked for another wallet. It is in force in 24 hours, unless it is"
                  + " stopped.",
          "stopped", "The change of your payout wallet is stopped. Nothing has changed.");

  /** What the form calls the request's fields. */
  private static final Map<String, String> NAMES =
      Map.of(
          "payout_wallet", "The address",
          "payout_memo", "The memo",
          "payout_memo_type", "The memo's kind");

  private final Frames frames;
  private final FormGuard guard;
  private final Visitors visitors;
  private final LogInResource logIns;
  private final TokenResource tokens;
  private final FarmerResource farmers;
  private final PayoutWalletResource wallets;
  private final Caller caller;
  private final Json json;
  private final Clock clock;

  AccessPages(
      Frames frames,
      FormGuard guard,
      Visitors visitors,
      LogInResource logIns,
      TokenResource tokens,
      FarmerResource farmers,
      PayoutWalletResource wallets,
      Caller caller,
      Json json,
      Clock clock) {
    this.farmers = farmers;
    this.wallets = wallets;
    this.caller = caller;
    this.json = json;
    this.frames = frames;
    this.guard = guard;
    this.visitors = visitors;
    this.logIns = logIns;
    this.tokens = tokens;
    this.clock = clock;
  }

  @GET
  public TemplateInstance page(
      @Context RoutingContext routing, @QueryParam("done") @Nullable String done) {
    UUID id = visitors.farmer(routing);
    String note = done == null ? null : DONE.get(done);
    return page(routing, id, AccessView.Typed.NOTHING, FormErrors.NONE, note);
  }

  private TemplateInstance page(
      RoutingContext routing,
      UUID id,
      AccessView.Typed typed,
      FormErrors wrong,
      @Nullable String note) {
    FarmerAnswer farmer = farmers.get(id);
    return Templates.access(
        frames.of(routing, "Access", "farm"),
        new AccessView(
            logIns.list(id, null, SHOWN).items(),
            farmer.payoutWallet(),
            farmer.comingPayoutWallet(),
            caller.isByWallet(),
            typed,
            wrong,
            note,
            guard.token(routing),
            clock.instant()));
  }

  /** Asks for another payout wallet. */
  @POST
  @Path("payout-wallet")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  public Response wallet(@Context RoutingContext routing, MultivaluedMap<String, String> form) {
    UUID id = visitors.farmer(routing, form);
    AccessView.Typed typed =
        new AccessView.Typed(
            text(form, "payout_wallet"), text(form, "payout_memo"), text(form, "payout_memo_type"));
    Map<String, Object> wish = new LinkedHashMap<>();
    if (!typed.address().isEmpty()) {
      wish.put("payout_wallet", typed.address());
    }
    if (!typed.memo().isEmpty()) {
      wish.put("payout_memo", typed.memo());
      wish.put("payout_memo_type", typed.memoType());
    }
    try {
      wallets.ask(id, json.read(json.write(wish), PayoutWalletRequest.class));
      return Visitors.to("/access?done=asked");
    } catch (ProblemException e) {
      return Response.status(e.kind().status())
          .entity(page(routing, id, typed, FormErrors.of(e, NAMES), null))
          .build();
    } catch (RpcException e) {
      FormErrors away =
          new FormErrors(
              "The Stellar network cannot be asked at the moment, so the address cannot be checked."
                  + " Nothing was changed: send it again in a minute.",
              Map.of());
      return Response.status(ProblemKind.NETWORK_UNAVAILABLE.status())
          .entity(page(routing, id, typed, away, null))
          .build();
    }
  }

  /** Stops the change of the payout wallet that waits. */
  @POST
  @Path("payout-wallet/stop")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  public Response stop(@Context RoutingContext routing, MultivaluedMap<String, String> form) {
    wallets.stop(visitors.farmer(routing, form));
    return Visitors.to("/access?done=stopped");
  }

  private static String text(MultivaluedMap<String, String> form, String field) {
    return Optional.ofNullable(form.getFirst(field)).map(String::strip).orElse("");
  }

  /** Ends all log-ins by the wallet, and this browser's session if it is one of them. */
  @POST
  @Path("end")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  public Response end(@Context RoutingContext routing, MultivaluedMap<String, String> form) {
    logIns.endAll(visitors.farmer(routing, form));
    return Visitors.to("/access?done=ended");
  }

  /** Makes another token and shows it once. */
  @POST
  @Path("token")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  public TemplateInstance token(
      @Context RoutingContext routing, MultivaluedMap<String, String> form) {
    UUID id = visitors.farmer(routing, form);
    String token = tokens.rotate(id).getEntity().token();
    return Templates.newToken(frames.of(routing, "Your new token", "farm"), token);
  }
}
