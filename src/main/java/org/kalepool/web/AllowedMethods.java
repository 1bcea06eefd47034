package org.kalepool.web;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.inject.Singleton;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/**
 * Answers OPTIONS, and 405 to methods that a path does not have, both with the header {@code Allow}
 * as RFC 9110 wants it: the framework tells what the whole class has, or nothing, or 404. Which
 * methods there are is read from the API's document, which the build has put beside the classes.
 */
@Singleton
public final class AllowedMethods {
  private static final String DOCUMENT = "/META-INF/quarkus-generated-openapi-doc.JSON";

  private final List<Route> routes;

  private record Route(Pattern path, Set<String> allowed) {}

  AllowedMethods(Json json) {
    routes =
        json.tree(document()).path("paths").properties().stream()
            .map(path -> new Route(pattern(path.getKey()), allowed(path.getValue())))
            .toList();
  }

  /** After the requests are counted. */
  @ServerRequestFilter(preMatching = true, priority = Priorities.USER + 1)
  @Nullable Response answer(ContainerRequestContext request) {
    String path = request.getUriInfo().getPath();
    Set<String> allowed =
        routes.stream()
            .filter(route -> route.path().matcher(path).matches())
            .map(Route::allowed)
            .findFirst()
            .orElse(Set.of());
    if (allowed.isEmpty()) {
      return null;
    }
    String header = String.join(", ", allowed);
    if (request.getMethod().equals(HttpMethod.OPTIONS)) {
      return Response.noContent().header(HttpHeaders.ALLOW, header).build();
    }
    if (allowed.contains(request.getMethod())) {
      return null;
    }
    ProblemKind kind = ProblemKind.METHOD_NOT_ALLOWED;
    return Problems.answer(Problem.of(kind, kind.title(), path))
        .header(HttpHeaders.ALLOW, header)
        .build();
  }

  private static Pattern pattern(String template) {
    return Pattern.compile(template.replaceAll("\\{\\w+}", "[^/]+") + "/?");
  }

  private static Set<String> allowed(JsonNode operations) {
    Set<String> methods = new TreeSet<>(Set.of(HttpMethod.OPTIONS));
    operations.fieldNames().forEachRemaining(name -> methods.add(name.toUpperCase(Locale.ROOT)));
    if (methods.contains(HttpMethod.GET)) {
      methods.add(HttpMethod.HEAD);
    }
    return methods;
  }

  private static String document() {
    try (InputStream in = AllowedMethods.class.getResourceAsStream(DOCUMENT)) {
      if (in == null) {
        throw new IllegalStateException("the build has made no " + DOCUMENT);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + DOCUMENT, e);
    }
  }
}
