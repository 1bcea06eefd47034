package org.kalepool.pages;

import io.smallrye.common.annotation.Blocking;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import org.kalepool.farmer.FarmerSessions;
import org.kalepool.web.SessionCookie;

/** Logging out. */
@Path("/log-out")
@PermitAll
@Blocking
public final class LogOutPage {
  private final Visitors visitors;
  private final FarmerSessions sessions;
  private final SessionCookie cookies;

  LogOutPage(Visitors visitors, FarmerSessions sessions, SessionCookie cookies) {
    this.visitors = visitors;
    this.sessions = sessions;
    this.cookies = cookies;
  }

  @POST
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  public Response logOut(@Context RoutingContext routing, MultivaluedMap<String, String> form) {
    visitors.farmer(routing, form);
    cookies.of(routing.request()).ifPresent(sessions::close);
    cookies.clear(routing);
    return Visitors.to("/log-in?over=out");
  }
}
