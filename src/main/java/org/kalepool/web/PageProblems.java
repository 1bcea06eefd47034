package org.kalepool.web;

import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;
import org.jspecify.annotations.Nullable;

/**
 * Has a problem told as a page where a browser has asked for one: anywhere but below the API's
 * path. Not a singleton but behind a proxy, as {@link RateLimit} is.
 */
@ApplicationScoped
public class PageProblems {
  static final String HTML = "text/html;charset=UTF-8";

  private final List<ProblemPage> pages;

  PageProblems(@All List<ProblemPage> pages) {
    this.pages = pages;
  }

  static boolean isApi(@Nullable String path) {
    return path != null && (path.startsWith("/api/") || path.startsWith("/q/"));
  }

  Optional<String> page(Problem problem, @Nullable String path, @Nullable String accept) {
    if (isApi(path) || accept == null || !accept.contains(MediaType.TEXT_HTML)) {
      return Optional.empty();
    }
    ProblemKind kind = ProblemKind.valueOf(problem.code().toUpperCase(Locale.ROOT));
    return pages.stream()
        .findFirst()
        .map(
            page -> page.of(kind, problem.detail(), problem.id(), SessionCookie.isOperators(path)));
  }

  /** Resources' problems, however they came about. */
  @ServerResponseFilter
  public void tell(ContainerRequestContext request, ContainerResponseContext response) {
    if (response.getEntity() instanceof Problem problem) {
      page(problem, request.getUriInfo().getPath(), request.getHeaderString(HttpHeaders.ACCEPT))
          .ifPresent(page -> response.setEntity(page, null, MediaType.valueOf(HTML)));
    }
  }
}
