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
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.kalepool.farmer.FarmerAnswer;
import org.kalepool.farmer.FarmerResource;
import org.kalepool.farmer.SettingsRequest;
import org.kalepool.web.Json;
import org.kalepool.web.ProblemException;
import org.kalepool.web.ProblemKind;

/** A farmer's own page: what it still has to send, and then how its farming goes. */
@Path("/farm")
@Produces(MediaType.TEXT_HTML)
@PermitAll
@Blocking
public final class FarmPages {
  private static final Map<String, String> NAMES =
      Map.of(
          "stake_percentage", "The stake",
          "harvest_interval", "The interval",
          "farm_when", "The choice");

  private static final String LEAVING = "leaving";

  /** What is said after a deed, by the word in the address. */
  private static final Map<String, String> DONE =
      Map.of(
          "settings",
          "Your settings are changed, from the next block on.",
          LEAVING,
          "You are leaving. Nothing more is planted.",
          "staying",
          "You stay. Planting goes on with the next block.");

  private final Frames frames;
  private final FormGuard guard;
  private final Visitors visitors;
  private final FarmReader reader;
  private final FarmerResource farmers;
  private final Json json;

  FarmPages(
      Frames frames,
      FormGuard guard,
      Visitors visitors,
      FarmReader reader,
      FarmerResource farmers,
      Json json) {
    this.frames = frames;
    this.guard = guard;
    this.visitors = visitors;
    this.reader = reader;
    this.farmers = farmers;
    this.json = json;
  }

  @GET
  public TemplateInstance farm(
      @Context RoutingContext routing, @QueryParam("done") @Nullable String done) {
    UUID id = visitors.farmer(routing);
    Frame frame = frames.of(routing, "Your farm", "farm");
    Optional<FarmerAnswer> farmer = known(id);
    if (farmer.isEmpty()) {
      return Templates.lapsed(frame);
    }
    String note = note(done, farmer.get().state());
    return isNew(farmer.get())
        ? Templates.funding(frame, reader.funding(farmer.get(), note, guard.token(routing)))
        : Templates.farm(
            frame,
            reader.view(
                farmer.get(), FarmReader.Form.of(farmer.get(), note), guard.token(routing)));
  }

  /**
   * Who comes back to an address later may have left since: what is not so any more is not said.
   */
  private static @Nullable String note(@Nullable String done, String state) {
    boolean stays = !state.equals("LEAVING") && !state.equals("DEPARTED");
    boolean said = LEAVING.equals(done) ? state.equals("LEAVING") : done != null && stays;
    return said ? DONE.get(done) : null;
  }

  /** Empty if its registration has lapsed. */
  private Optional<FarmerAnswer> known(UUID id) {
    try {
      return Optional.of(farmers.get(id));
    } catch (ProblemException e) {
      if (e.kind() == ProblemKind.REGISTRATION_LAPSED) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static boolean isNew(FarmerAnswer farmer) {
    return farmer.state().equals("REGISTERED") || farmer.state().equals("FUNDED");
  }

  /** What changes with the running block, for the page to take in. */
  @GET
  @Path("now")
  public Response now(@Context RoutingContext routing) {
    UUID id = visitors.farmer(routing);
    Optional<FarmerAnswer> farmer = known(id).filter(it -> !isNew(it));
    if (farmer.isEmpty()) {
      return refresh();
    }
    return Response.ok(Templates.farmNow(reader.now(farmer.get()))).build();
  }

  /** How far a departure is, for the page to take in. */
  @GET
  @Path("leaving")
  public Response leaving(@Context RoutingContext routing) {
    UUID id = visitors.farmer(routing);
    return known(id)
        .filter(farmer -> farmer.state().equals("LEAVING"))
        .map(farmer -> Templates.leaving(reader.leaving(id), farmer.vault(), guard.token(routing)))
        .map(panel -> Response.ok(panel).build())
        .orElseGet(FarmPages::refresh);
  }

  /** What has come of a newcomer's XLM, for the page to take in. */
  @GET
  @Path("seen")
  public Response seen(@Context RoutingContext routing) {
    UUID id = visitors.farmer(routing);
    Optional<FarmerAnswer> farmer = known(id).filter(FarmPages::isNew);
    if (farmer.isEmpty()) {
      return refresh();
    }
    return Response.ok(Templates.seen(reader.funding(farmer.get(), null, guard.token(routing))))
        .build();
  }

  /** Has the whole page loaded anew: it is another one now. */
  static Response refresh() {
    return Response.ok("", MediaType.TEXT_HTML).header("HX-Refresh", "true").build();
  }

  /** Looks for the XLM now; brings a lapsed registration back. */
  @POST
  @Path("confirm")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  public Response confirm(@Context RoutingContext routing, MultivaluedMap<String, String> form) {
    UUID id = visitors.farmer(routing, form);
    farmers.confirmFunding(id, routing);
    return Visitors.to("/farm");
  }

  @POST
  @Path("settings")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  public Response settings(@Context RoutingContext routing, MultivaluedMap<String, String> form) {
    UUID id = visitors.farmer(routing, form);
    String stake = text(form, "stake_percentage");
    String interval = text(form, "harvest_interval");
    String when = text(form, "farm_when");
    Map<String, Object> wish = new LinkedHashMap<>();
    JoinPages.number(wish, "stake_percentage", stake);
    JoinPages.number(wish, "harvest_interval", interval);
    if (!when.isEmpty()) {
      wish.put("farm_when", when);
    }
    try {
      farmers.change(id, json.read(json.write(wish), SettingsRequest.class));
      return Visitors.to("/farm?done=settings");
    } catch (ProblemException e) {
      FarmReader.Form again =
          new FarmReader.Form(stake, interval, when, FormErrors.of(e, NAMES), null);
      return Response.status(e.kind().status())
          .entity(
              Templates.farm(
                  frames.of(routing, "Your farm", "farm"),
                  reader.view(farmers.get(id), again, guard.token(routing))))
          .build();
    }
  }

  private static String text(MultivaluedMap<String, String> form, String field) {
    return Optional.ofNullable(form.getFirst(field)).map(String::strip).orElse("");
  }
}
