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
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.kalepool.notice.FarmerNotices;
import org.kalepool.notice.NoticeResource;
import org.kalepool.notice.NoticesAnswer;
import org.kalepool.notice.NoticesRequest;
import org.kalepool.web.Json;
import org.kalepool.web.ProblemException;

/** What a farmer is told of its farm: a form, and a button that tries it. */
@Path("/farm/notices")
@Produces(MediaType.TEXT_HTML)
@PermitAll
@Blocking
public final class NoticePages {
  private static final String TITLE = "Notices";

  private static final Map<String, String> NAMES =
      Map.of("webhook_url", "The webhook", "email", "The address", "kinds", "What to tell");

  private static final Map<String, String> DONE =
      Map.of(
          "set",
          "Your wishes are kept.",
          "test",
          "A test is on its way. How it fared stands below in some seconds: load the page"
              + " again.");

  private final Frames frames;
  private final FormGuard guard;
  private final Visitors visitors;
  private final NoticeResource notices;
  private final FarmerNotices service;
  private final Json json;

  NoticePages(
      Frames frames,
      FormGuard guard,
      Visitors visitors,
      NoticeResource notices,
      FarmerNotices service,
      Json json) {
    this.frames = frames;
    this.guard = guard;
    this.visitors = visitors;
    this.notices = notices;
    this.service = service;
    this.json = json;
  }

  @GET
  public TemplateInstance form(
      @Context RoutingContext routing, @QueryParam("done") @Nullable String done) {
    UUID id = visitors.farmer(routing);
    return page(routing, notices.get(id), done == null ? null : DONE.get(done));
  }

  /** Secrets that are told once are in the answer itself; all else is seen by loading anew. */
  @POST
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  public Response set(@Context RoutingContext routing, MultivaluedMap<String, String> form) {
    UUID id = visitors.farmer(routing, form);
    List<String> kinds = form.getOrDefault("kinds", List.of());
    String webhook = text(form, "webhook_url");
    String email = text(form, "email");
    Map<String, Object> wish = new HashMap<>();
    wish.put("kinds", kinds);
    wish.put("feed", form.containsKey("feed"));
    if (!webhook.isEmpty() || form.containsKey("webhook_away")) {
      wish.put("webhook_url", form.containsKey("webhook_away") ? "" : webhook);
    }
    if (form.containsKey("email")) {
      wish.put("email", email);
    }
    try {
      NoticesAnswer set = notices.set(id, json.read(json.write(wish), NoticesRequest.class));
      NoticesView view = view(routing, set, DONE.get("set"));
      return view.key() == null && view.feedUrl() == null
          ? Visitors.to("/farm/notices?done=set")
          : Response.ok(Templates.notices(frames.of(routing, TITLE, "farm"), view)).build();
    } catch (ProblemException e) {
      NoticesView again =
          new NoticesView(
              notices.get(id),
              new HashSet<>(kinds),
              email,
              service.takesEmail(),
              FormErrors.of(e, NAMES),
              null,
              guard.token(routing));
      return Response.status(e.kind().status())
          .entity(Templates.notices(frames.of(routing, TITLE, "farm"), again))
          .build();
    }
  }

  @POST
  @Path("test")
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  public Response test(@Context RoutingContext routing, MultivaluedMap<String, String> form) {
    UUID id = visitors.farmer(routing, form);
    notices.test(id);
    return Visitors.to("/farm/notices?done=test");
  }

  private TemplateInstance page(
      RoutingContext routing, NoticesAnswer answer, @Nullable String note) {
    return Templates.notices(frames.of(routing, TITLE, "farm"), view(routing, answer, note));
  }

  private NoticesView view(RoutingContext routing, NoticesAnswer answer, @Nullable String note) {
    return NoticesView.of(answer, service.takesEmail(), note, guard.token(routing));
  }

  private static String text(MultivaluedMap<String, String> form, String field) {
    return Optional.ofNullable(form.getFirst(field)).map(String::strip).orElse("");
  }
}
