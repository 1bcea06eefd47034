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
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.kalepool.db.RandomId;
import org.kalepool.exit.EarnedPayoutResource;
import org.kalepool.exit.PayoutPreview;
import org.kalepool.exit.PayoutRequest;
import org.kalepool.exit.ThresholdRequest;
import org.kalepool.farmer.FarmerAnswer;
import org.kalepool.farmer.FarmerResource;
import org.kalepool.kale.Digits;
import org.kalepool.kale.Kale;
import org.kalepool.web.Json;
import org.kalepool.web.ProblemException;

/** A payout without leaving in two steps: the exact split of an amount, and then the wish. */
@Path("/payout")
@Produces(MediaType.TEXT_HTML)
@PermitAll
@Blocking
public final class PayoutPages {
  private static final String SHOWN = "20";
  private static final Map<String, String> NAMES = Map.of("amount", "The amount");
  private static final Map<String, String> DONE =
      Map.of(
          "asked", "Your payout was noted; it is sent as soon as nothing else is under way.",
          "withdrawn", "Your payout was withdrawn. Nothing was sent.",
          "threshold", "Your threshold is changed.");

  private final Frames frames;
  private final FormGuard guard;
  private final Visitors visitors;
  private final FarmerResource farmers;
  private final EarnedPayoutResource payouts;
  private final Explorer explorer;
  private final Json json;
  private final RandomGenerator random;

  PayoutPages(
      Frames frames,
      FormGuard guard,
      Visitors visitors,
      FarmerResource farmers,
      EarnedPayoutResource payouts,
      Explorer explorer,
      Json json,
      RandomGenerator random) {
    this.frames = frames;
    this.guard = guard;
    this.visitors = visitors;
    this.farmers = farmers;
    this.payouts = payouts;
    this.explorer = explorer;
    this.json = json;
    this.random = random;
  }

  /**
   * Shows what would be paid.
   *
   * @param amount in KALE, as typed; all that is earned without
   */
  @GET
  public Response preview(
      @Context RoutingContext routing,
      @QueryParam("amount") @Nullable String amount,
      @QueryParam("done") @Nullable String done) {
    UUID id = visitors.farmer(routing);
    FarmerAnswer farmer = farmers.get(id);
    if (farmer.state().equals("REGISTERED") || farmer.state().equals("DEPARTED")) {
      return Visitors.to("/farm");
    }
    String typed = amount == null ? "" : amount.strip();
    try {
      PayoutPreview split =
          payouts.preview(id, typed.isEmpty() ? null : Long.toString(stroops(typed)));
      String note = done == null ? null : DONE.get(done);
      return page(routing, farmer, split, typed, note, FormErrors.NONE, 200);
    } catch (ProblemException e) {
      return again(routing, id, typed, e);
    }
  }

  /** What is under way, for the page to take in. */
  @GET
  @Path("open")
  public Response open(@Context RoutingContext routing) {
    UUID id = visitors.farmer(routing);
    return payouts.list(id, null, SHOWN).items().stream()
        .filter(wish -> wish.endedAt() == null)
        .findFirst()
        .map(wish -> Templates.payoutOpen(wish, guard.token(routing)))
        .map(panel -> Response.ok(panel).build())
        .orElseGet(FarmPages::refresh);
  }

  private Response again(RoutingContext routing, UUID id, String typed, ProblemException refused) {
    return page(
        routing,
        farmers.get(id),
        payouts.preview(id, null),
        typed,
        null,
        FormErrors.of(refused, NAMES),
        refused.kind().status());
  }

  private Response page(
      RoutingContext routing,
      FarmerAnswer farmer,
      PayoutPreview split,
      String typed,
      @Nullable String note,
      FormErrors wrong,
      int status) {
    Long threshold = split.threshold();
    PayoutView view =
        new PayoutView(
            farmer,
            split,
            typed,
            threshold == null ? "" : Figures.exact(threshold),
            RandomId.of(random).toString(),
            payouts.list(farmer.farmerId(), null, SHOWN).items(),
            note,
            wrong,
            guard.token(routing),
            explorer);
    return Response.status(status)
        .entity(Templates.payout(frames.of(routing, "Payout", "farm"), view))
        .build();
  }

  /** Amounts as a person types or copies them, to the stroops that the API takes. */
  private static long stroops(String kale) {
    try {
      return Kale.parse(kale.replaceAll("[\\p{Zs},]", "")).stroops();
    } catch (IllegalArgumentException e) {
      throw ProblemException.invalid(
          "amount", "must be a number of KALE with at most 7 decimals, such as 12.5");
    }
  }

  @POST
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  public Response ask(@Context RoutingContext routing, MultivaluedMap<String, String> form) {
    UUID id = visitors.farmer(routing, form);
    OptionalLong amount = Digits.number(text(form, "stroops"));
    try {
      PayoutRequest wish =
          json.read(
              json.write(new PayoutRequest(amount.isPresent() ? amount.getAsLong() : null, null)),
              PayoutRequest.class);
      var _ = payouts.ask(id, text(form, "once"), wish);
      return Visitors.to("/payout?done=asked");
    } catch (ProblemException e) {
      return again(routing, id, "", e);
    }
  }

  @POST
  @Path("withdraw")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  public Response withdraw(@Context RoutingContext routing, MultivaluedMap<String, String> form) {
    UUID id = visitors.farmer(routing, form);
    try {
      payouts.withdraw(id);
      return Visitors.to("/payout?done=withdrawn");
    } catch (ProblemException e) {
      return again(routing, id, "", e);
    }
  }

  @POST
  @Path("threshold")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  public Response threshold(@Context RoutingContext routing, MultivaluedMap<String, String> form) {
    UUID id = visitors.farmer(routing, form);
    String typed = text(form, "threshold");
    try {
      ThresholdRequest wish =
          json.read(
              json.write(new ThresholdRequest(typed.isEmpty() ? null : stroops(typed))),
              ThresholdRequest.class);
      var _ = payouts.threshold(id, wish);
      return Visitors.to("/payout?done=threshold");
    } catch (ProblemException e) {
      return again(routing, id, "", e);
    }
  }

  private static String text(MultivaluedMap<String, String> form, String field) {
    return Optional.ofNullable(form.getFirst(field)).map(String::strip).orElse("");
  }
}
