package org.kalepool.pages;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Reads the API's document, which the build has put beside the classes, for people. */
@Singleton
final class ApiReader {
  private static final String DOCUMENT = "/META-INF/quarkus-generated-openapi-doc.JSON";
  private static final String SCHEMAS = "#/components/schemas/";

  private final JsonNode document;
  private final ApiView view;

  ApiReader(ObjectMapper json) {
    this.document = read(json);
    this.view = new ApiView(groups());
  }

  ApiView view() {
    return view;
  }

  private static JsonNode read(ObjectMapper json) {
    try (InputStream in = ApiReader.class.getResourceAsStream(DOCUMENT)) {
      if (in == null) {
        throw new IllegalStateException("the build has made no " + DOCUMENT);
      }
      return json.readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + DOCUMENT, e);
    }
  }

  private List<ApiView.Group> groups() {
    Map<String, List<ApiView.Operation>> groups = new TreeMap<>();
    document
        .path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .properties()
                    .forEach(
                        operation ->
                            groups
                                .computeIfAbsent(
                                    operation.getValue().path("tags").path(0).asText("other"),
                                    _ -> new ArrayList<>())
                                .add(
                                    operation(
                                        operation.getKey(), path.getKey(), operation.getValue()))));
    return groups.entrySet().stream()
        .map(group -> new ApiView.Group(group.getKey(), group.getValue()))
        .toList();
  }

  private ApiView.Operation operation(String method, String path, JsonNode operation) {
    List<ApiView.Field> fields = new ArrayList<>();
    operation.path("parameters").forEach(each -> fields.add(parameter(each)));
    JsonNode body =
        resolved(
            operation.path("requestBody").path("content").path("application/json").path("schema"));
    Set<String> required = new HashSet<>();
    body.path("required").forEach(name -> required.add(name.asText()));
    body.path("properties")
        .properties()
        .forEach(
            property ->
                fields.add(
                    new ApiView.Field(
                        "body",
                        property.getKey(),
                        required.contains(property.getKey()),
                        type(property.getValue()),
                        meaning(property.getValue()))));
    List<String> answers = new ArrayList<>();
    operation.path("responses").fieldNames().forEachRemaining(answers::add);
    return new ApiView.Operation(
        method.toUpperCase(Locale.ROOT),
        path,
        operation.path("summary").asText(),
        who(operation),
        List.copyOf(fields),
        String.join(", ", answers));
  }

  private ApiView.Field parameter(JsonNode each) {
    JsonNode parameter = resolved(each);
    JsonNode schema = parameter.path("schema");
    return new ApiView.Field(
        parameter.path("in").asText(),
        parameter.path("name").asText(),
        parameter.path("required").asBoolean(),
        type(schema),
        parameter.path("description").asText(meaning(schema)));
  }

  private static String who(JsonNode operation) {
    List<String> schemes = new ArrayList<>();
    operation.path("security").forEach(each -> each.fieldNames().forEachRemaining(schemes::add));
    if (schemes.isEmpty()) {
      return "For everybody.";
    }
    return schemes.contains("farmerToken")
        ? "With the farmer's token, or an operator's key."
        : "With an operator's key.";
  }

  private JsonNode resolved(JsonNode node) {
    String reference = node.path("$ref").asText();
    return reference.startsWith("#/") ? document.at(reference.substring(1)) : node;
  }

  private String type(JsonNode schema) {
    String reference = schema.path("$ref").asText();
    JsonNode known = resolved(schema);
    String type =
        known
            .path("type")
            .asText(reference.startsWith(SCHEMAS) ? reference.substring(SCHEMAS.length()) : "");
    List<String> values = new ArrayList<>();
    known.path("enum").forEach(value -> values.add(value.asText()));
    if (!values.isEmpty()) {
      return String.join(", ", values);
    }
    String bounds =
        known.has("minimum") && known.has("maximum")
            ? ", " + known.path("minimum").asText() + " to " + known.path("maximum").asText()
            : "";
    return type + (known.has("format") ? " (" + known.path("format").asText() + ")" : "") + bounds;
  }

  private static String meaning(JsonNode schema) {
    return schema.path("description").asText();
  }
}
