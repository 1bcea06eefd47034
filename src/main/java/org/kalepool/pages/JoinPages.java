package org.kalepool.pages;

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
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.kalepool.db.RandomId;
import org.kalepool.farmer.FarmWhen;
import org.kalepool.farmer.FarmerSessions;
import org.kalepool.farmer.Funding;
import org.kalepool.farmer.RegisterRequest;
import org.kalepool.farmer.Registered;
import org.kalepool.farmer.RegistrationResource;
import org.kalepool.kale.Digits;
import org.kalepool.kale.Kale;
import org.kalepool.pooler.Poolers;
import org.kalepool.stellar.NetworkSettings;
import org.kalepool.stellar.RpcException;
import org.kalepool.stellar.SplitSettings;
import org.kalepool.web.Json;
import org.kalepool.web.ProblemException;
import org.kalepool.web.ProblemKind;
import org.kalepool.web.SessionCookie;

/** Joining: what the API's registration asks for, in one form, and then a session. */
@Path("/join")
@Produces(MediaType.TEXT_HTML)
@PermitAll
@Blocking
public final class JoinPages {
  /** What the form calls the registration's fields. */
  private static final Map<String, String> NAMES =
      Map.of(
          "pooler_id", "The pooler",
          "payout_wallet", "The address",
          "payout_memo", "The memo",
          "payout_memo_type", "The memo's kind",
          "stake_percentage", "The stake",
          "harvest_interval", "The interval",
          "farm_when", "The choice",
          "custody", "The choice of who keeps the KALE",
          "floor", "The amount");

  private final Frames frames;
  private final FormGuard guard;
  private final FrontPage front;
  private final RegistrationResource registration;
  private final FarmerSessions sessions;
  private final SessionCookie cookies;
  private final Json json;
  private final RandomGenerator random;
  private final Funding funding;
  private final Poolers poolers;
  private final Duration life;
  private final SplitSettings split;
  private final @Nullable String network;

  JoinPages(
      Frames frames,
      FormGuard guard,
      FrontPage front,
      RegistrationResource registration,
      FarmerSessions sessions,
      SessionCookie cookies,
      Json json,
      RandomGenerator random,
      Funding funding,
      Poolers poolers,
      PagesSettings settings,
      SplitSettings split,
      NetworkSettings network) {
    this.network = network.passphrase().orElse(null);
    this.frames = frames;
    this.guard = guard;
    this.front = front;
    this.registration = registration;
    this.sessions = sessions;
    this.cookies = cookies;
    this.json = json;
    this.random = random;
    this.funding = funding;
    this.poolers = poolers;
    this.life = settings.sessionLife();
    this.split = split;
  }

  @GET
  public Response form(
      @Context RoutingContext routing, @QueryParam("pooler") @Nullable String pooler) {
    JoinView.Typed typed =
        new JoinView.Typed(
            pooler == null ? "" : pooler,
            "",
            "",
            "text",
            "50",
            "12",
            FarmWhen.WHEN_IT_PAYS_ME.text(),
            "",
            "");
    return page(routing, 200, typed, FormErrors.NONE);
  }

  @POST
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  public Response join(@Context RoutingContext routing, MultivaluedMap<String, String> form) {
    guard.check(routing, form);
    JoinView.Typed typed =
        new JoinView.Typed(
            text(form, "pooler_id"),
            text(form, "payout_wallet"),
            text(form, "payout_memo"),
            text(form, "payout_memo_type"),
            text(form, "stake_percentage"),
            text(form, "harvest_interval"),
            text(form, "farm_when"),
            text(form, "custody"),
            text(form, "floor"));
    try {
      RegisterRequest request = json.read(json.write(wish(typed)), RegisterRequest.class);
      Registered made = registration.register(request, text(form, "once"), routing).getEntity();
      return joined(routing, made);
    } catch (ProblemException e) {
      return page(routing, e.kind().status(), typed, FormErrors.of(e, NAMES));
    } catch (RpcException e) {
      return page(
          routing,
          ProblemKind.NETWORK_UNAVAILABLE.status(),
          typed,
          new FormErrors(
              "The Stellar network cannot be asked at the moment, so the address cannot be checked."
                  + " Nothing was made: send it again in a minute.",
              Map.of()));
    }
  }

  /** As the API would have been sent it; what was left empty is not there. */
  private static Map<String, Object> wish(JoinView.Typed typed) {
    Map<String, Object> wish = new LinkedHashMap<>();
    put(wish, "pooler_id", typed.pooler());
    put(wish, "payout_wallet", typed.address());
    if (!typed.memo().isEmpty()) {
      put(wish, "payout_memo", typed.memo());
      put(wish, "payout_memo_type", typed.memoType());
    }
    number(wish, "stake_percentage", typed.stake());
    number(wish, "harvest_interval", typed.interval());
    put(wish, "farm_when", typed.when());
    put(wish, "custody", typed.custody());
    kale(wish, "floor", typed.floor());
    return wish;
  }

  /** A text that is no amount is refused as one. */
  private static void kale(Map<String, Object> wish, String field, String text) {
    if (text.isEmpty()) {
      return;
    }
    try {
      wish.put(field, Kale.parse(text).stroops());
    } catch (IllegalArgumentException _) {
      wish.put(field, text);
    }
  }

  private static void put(Map<String, Object> wish, String field, String text) {
    if (!text.isEmpty()) {
      wish.put(field, text);
    }
  }

  /** A text that is no number is refused as one. */
  static void number(Map<String, Object> wish, String field, String text) {
    if (!text.isEmpty()) {
      var number = Digits.number(text);
      wish.put(field, number.isPresent() ? (Object) number.getAsLong() : text);
    }
  }

  private static String text(MultivaluedMap<String, String> form, String field) {
    return Optional.ofNullable(form.getFirst(field)).map(String::strip).orElse("");
  }

  private Response joined(RoutingContext routing, Registered made) {
    String token = made.token();
    if (token == null) {
      throw new ProblemException(
          ProblemKind.CONFLICT,
          "This registration was made before, and its token was shown then. Log in with it, or open"
              + " the form anew.");
    }
    FarmerSessions.Opened opened =
        sessions.open(token, life).orElseThrow(() -> new IllegalStateException("no session"));
    cookies.set(routing, opened.secret(), life);
    return Response.status(Response.Status.CREATED)
        .entity(
            Templates.joined(
                frames.opened("You have joined", "farm", guard.tokenOf(opened.secret())),
                made,
                token))
        .build();
  }

  private JoinView.@Nullable VaultOffer offer(HomeView known) {
    Registered.Funding quote = funding.vaultQuote();
    UUID own = poolers.own().id();
    return quote == null
        ? null
        : known.poolers().stream()
            .map(HomeView.PoolerRow::pooler)
            .filter(pooler -> pooler.poolerId().equals(own))
            .findFirst()
            .map(
                pooler ->
                    new JoinView.VaultOffer(
                        pooler.name(), pooler.shareBasisPoints(), quote.minimumKale()))
            .orElse(null);
  }

  private Response page(
      RoutingContext routing, int status, JoinView.Typed typed, FormErrors wrong) {
    HomeView known = front.view();
    List<PoolerView> choices =
        known.poolers().stream().map(row -> front.pooler(row.pooler())).toList();
    return Response.status(status)
        .entity(
            Templates.join(
                frames.of(routing, "Join", "join"),
                new JoinView(
                    choices,
                    typed,
                    wrong,
                    known.quote(),
                    offer(known),
                    guard.token(routing),
                    RandomId.of(random).toString(),
                    split.contractId().isPresent(),
                    network)))
        .build();
  }
}
