package org.kalepool.pages;

import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.kalepool.notice.FarmerNotices;
import org.kalepool.notice.FarmerNotices.Entry;
import org.kalepool.web.ProblemException;
import org.kalepool.web.ProblemKind;

/** A farmer's private feed (RFC 4287), for whoever knows its address. */
@Path("/feed/{token}")
@PermitAll
@Blocking
public final class FeedPages {
  private static final String ATOM = "application/atom+xml";

  private final FarmerNotices notices;
  private final Clock clock;

  FeedPages(FarmerNotices notices, Clock clock) {
    this.notices = notices;
    this.clock = clock;
  }

  @GET
  @Produces(ATOM)
  public Response feed(@PathParam("token") String token) {
    List<Entry> entries =
        notices
            .feed(token)
            .orElseThrow(
                () ->
                    new ProblemException(
                        ProblemKind.NOT_FOUND, "No feed has this address, or not any more."));
    return Response.ok(atom(entries), ATOM + ";charset=UTF-8")
        .header(HttpHeaders.CACHE_CONTROL, "private, no-store")
        .header("X-Robots-Tag", "noindex")
        .build();
  }

  private String atom(List<Entry> entries) {
    Instant newest = entries.isEmpty() ? clock.instant() : entries.getFirst().at();
    StringBuilder xml =
        new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")
            .append("<feed xmlns=\"http://www.w3.org/2005/Atom\">\n")
            .append("<id>urn:kale-pool:feed</id>\n<title>Your farm</title>\n")
            .append("<author><name>kale-pool</name></author>\n");
    element(xml, "updated", newest.toString());
    for (Entry entry : entries) {
      xml.append("<entry>\n");
      element(xml, "id", "urn:kale-pool:news:" + entry.id());
      element(xml, "title", entry.title());
      element(xml, "updated", entry.at().toString());
      element(xml, "content", entry.text());
      xml.append("</entry>\n");
    }
    return xml.append("</feed>\n").toString();
  }

  private static void element(StringBuilder xml, String name, String text) {
    xml.append('<').append(name).append('>');
    xml.append(text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"));
    xml.append("</").append(name).append(">\n");
  }
}
