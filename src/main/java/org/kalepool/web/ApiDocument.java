package org.kalepool.web;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.models.security.SecurityScheme;
import org.jboss.jandex.IndexView;

/**
 * Completes the OpenAPI document when the pool is built, by rules that hold for every route: who
 * may call it, which problems it answers with, what its parameters look like.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public final class ApiDocument implements OASFilter {
  private static final String OPERATORS = "/api/v1/operator/";
  private static final String FARMERS = "/api/v1/farmers/";
  private static final String POOLERS = "/api/v1/pooler/";
  private static final String FARMER_TOKEN = "farmerToken";
  private static final String OPERATOR_KEY = "operatorKey";
  private static final String POOLER_KEY = "poolerKey";
  private static final String RETRY_AFTER = "Retry-After";

  /** What any request can be answered with. */
  private static final List<Integer> ALWAYS = List.of(400, 406, 429, 500, 503);

  private static final SortedMap<Integer, String> NAMES =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry(400, "BadRequest"),
              Map.entry(401, "Unauthorized"),
              Map.entry(403, "Forbidden"),
              Map.entry(404, "NotFound"),
              Map.entry(406, "NotAcceptable"),
              Map.entry(409, "Conflict"),
              Map.entry(410, "Lapsed"),
              Map.entry(413, "TooLarge"),
              Map.entry(415, "UnsupportedMediaType"),
              Map.entry(422, "Invalid"),
              Map.entry(429, "TooMany"),
              Map.entry(500, "InternalError"),
              Map.entry(503, "Unavailable")));

  private final IndexView index;

  /** Made by the build. */
  public ApiDocument(IndexView index) {
    this.index = index;
  }

  @Override
  public void filterOpenAPI(OpenAPI document) {
    Components components = document.getComponents();
    components.addSchema(
        "ProblemCode",
        text()
            .enumeration(
                Arrays.stream(ProblemKind.values()).<Object>map(ProblemKind::code).toList()));
    new ApiShapes(document, index).complete();
    components.addSecurityScheme(
        FARMER_TOKEN, bearer("A farmer's token (kf_…), from registerFarmer or rotateToken"));
    components.addSecurityScheme(
        OPERATOR_KEY, bearer("An operator's key, made with ./pool operator-key NAME"));
    components.addSecurityScheme(
        POOLER_KEY,
        bearer("The key of a pooler's machine (kp_…), from makePooler or rotatePoolerKey"));
    NAMES.forEach((status, name) -> components.addResponse(name, problem(status)));
    document
        .getPaths()
        .getPathItems()
        .forEach(
            (path, item) ->
                item.getOperations().forEach((method, one) -> complete(path, method, one)));
  }

  private static SecurityScheme bearer(String description) {
    return OASFactory.createSecurityScheme()
        .type(SecurityScheme.Type.HTTP)
        .scheme("bearer")
        .description(description);
  }

  private static void complete(String path, PathItem.HttpMethod method, Operation operation) {
    if (path.startsWith(OPERATORS)) {
      operation.setSecurity(List.of(needs(OPERATOR_KEY)));
    } else if (path.startsWith(FARMERS)) {
      operation.setSecurity(List.of(needs(FARMER_TOKEN), needs(OPERATOR_KEY)));
    } else if (path.startsWith(POOLERS)) {
      operation.setSecurity(List.of(needs(POOLER_KEY)));
    }
    if (operation.getParameters() != null) {
      operation.getParameters().forEach(parameter -> describe(path, parameter));
    }
    statuses(path, method, operation)
        .forEach(
            status ->
                operation
                    .getResponses()
                    .addAPIResponse(
                        Integer.toString(status),
                        OASFactory.createAPIResponse()
                            .ref("#/components/responses/" + NAMES.get(status))));
  }

  private static SecurityRequirement needs(String scheme) {
    return OASFactory.createSecurityRequirement().addScheme(scheme);
  }

  private static Set<Integer> statuses(
      String path, PathItem.HttpMethod method, Operation operation) {
    Set<Integer> statuses = new TreeSet<>(ALWAYS);
    if (operation.getSecurity() != null) {
      statuses.addAll(List.of(401, 403));
    }
    // An operator's body may name a farmer as well.
    if (path.contains("{") || (path.startsWith(OPERATORS) && operation.getRequestBody() != null)) {
      statuses.add(404);
    }
    if (path.startsWith(FARMERS)) {
      statuses.add(410);
    }
    if (method != PathItem.HttpMethod.GET) {
      statuses.add(409);
    }
    if (operation.getRequestBody() != null) {
      statuses.addAll(List.of(413, 415, 422));
    }
    if (has(operation, Parameter.In.QUERY) || has(operation, Parameter.In.HEADER)) {
      statuses.add(422);
    }
    return statuses;
  }

  private static boolean has(Operation operation, Parameter.In in) {
    return operation.getParameters() != null
        && operation.getParameters().stream().anyMatch(parameter -> parameter.getIn() == in);
  }

  private static APIResponse problem(int status) {
    String codes =
        Arrays.stream(ProblemKind.values())
            .filter(kind -> kind.status() == status)
            .map(ProblemKind::code)
            .collect(Collectors.joining(", "));
    APIResponse response =
        OASFactory.createAPIResponse()
            .description(codes)
            .content(
                OASFactory.createContent()
                    .addMediaType(
                        Problem.MEDIA_TYPE,
                        OASFactory.createMediaType().schema(ApiShapes.reference("Problem"))));
    if (status == 429 || status == 503) {
      response.addHeader(
          RETRY_AFTER,
          OASFactory.createHeader()
              .description("In how many seconds to try again")
              .schema(number("int32").minimum(BigDecimal.ZERO)));
    }
    return response;
  }

  private static Schema number(String format) {
    return OASFactory.createSchema().addType(Schema.SchemaType.INTEGER).format(format);
  }

  private static Schema text() {
    return OASFactory.createSchema().addType(Schema.SchemaType.STRING);
  }

  /** Most parameters are read as text, so that a wrong one is refused by name. */
  private static void describe(String path, Parameter parameter) {
    switch (parameter.getName()) {
      case "limit" -> {
        parameter.setDescription("How many at most");
        parameter.setSchema(
            number("int32")
                .minimum(BigDecimal.ONE)
                .maximum(BigDecimal.valueOf(Paging.MAX_LIMIT))
                .defaultValue(Paging.DEFAULT_LIMIT));
      }
      case "cursor" -> {
        parameter.setDescription("The next_cursor of the page before");
        parameter.setSchema(text().pattern("^([A-Za-z0-9_-]{12})?$"));
      }
      case "Idempotency-Key" -> {
        parameter.setDescription("A random UUID: the same answer for the same key");
        parameter.setSchema(text().pattern("^[!-~]{8,128}$"));
      }
      case "account" -> {
        parameter.setDescription("The payout wallet: an account (G…) or a muxed one (M…)");
        parameter.setSchema(text().pattern("^(G[A-Z2-7]{55}|M[A-Z2-7]{68})$"));
        parameter.setRequired(true);
      }
      case "memo" -> {
        parameter.setDescription("An id, where the account's owner tells customers apart by it");
        parameter.setSchema(text().pattern("^[0-9]{1,20}$"));
      }
      case "home_domain" -> {
        parameter.setDescription("The pool's own, or left out");
        parameter.setSchema(text());
      }
      case "client_domain" -> {
        parameter.setDescription("Not looked at: the challenge names no wallet's domain");
        parameter.setSchema(text());
      }
      case "amount" -> {
        parameter.setDescription("Stroops of what is earned; all without");
        parameter.setSchema(number("int64").minimum(BigDecimal.ONE));
      }
      case "log_in" -> parameter.setSchema(number("int64").minimum(BigDecimal.ONE));
      case "q" -> {
        parameter.setDescription("How id, account or payout address begin or end");
        parameter.setSchema(text().pattern("^[A-Za-z0-9-]{1,56}$"));
      }
      case "from" -> {
        parameter.setDescription("The first day, in UTC; without it the last one alone");
        parameter.setSchema(text().format("date"));
      }
      case "to" -> {
        parameter.setDescription("The last day, in UTC; without it today");
        parameter.setSchema(text().format("date"));
      }
      case "state" -> parameter.setSchema(ApiShapes.reference("FarmerState"));
      case "index" -> parameter.setSchema(number("int64").minimum(BigDecimal.ZERO));
      case "pooler_id" -> {
        parameter.setDescription("Only what is this pooler's");
        parameter.setSchema(text().format("uuid"));
      }
      case "open" -> {
        parameter.setDescription("Only what lasts, or only what is over");
        parameter.setSchema(OASFactory.createSchema().addType(Schema.SchemaType.BOOLEAN));
      }
      case "id", "farmer" ->
          parameter.setSchema(
              path.startsWith(OPERATORS + "transactions/") || path.startsWith(OPERATORS + "alerts/")
                  ? number("int64").minimum(BigDecimal.ONE)
                  : text().format("uuid"));
      default ->
          throw new IllegalStateException(
              "nothing is known of the parameter " + parameter.getName() + " of " + path);
    }
  }
}
