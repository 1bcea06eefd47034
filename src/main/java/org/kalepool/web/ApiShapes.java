package org.kalepool.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.AnnotationTarget;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.DotName;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.RecordComponentInfo;
import org.jspecify.annotations.Nullable;

/**
 * What the records say of themselves, in the document's schemas: which fields are always there,
 * which may be null. In an answer every field is there, in a request those that its constraints
 * require; null is what {@link Nullable} is written on.
 */
final class ApiShapes {
  private static final String PREFIX = "#/components/schemas/";
  private static final List<Schema.SchemaType> INTEGER = List.of(Schema.SchemaType.INTEGER);
  private static final DotName NULLABLE = DotName.createSimple(Nullable.class);

  private final OpenAPI document;
  private final Map<String, ClassInfo> records = new HashMap<>();

  ApiShapes(OpenAPI document, IndexView index) {
    this.document = document;
    for (AnnotationInstance named :
        index.getAnnotations(
            org.eclipse.microprofile.openapi.annotations.media.Schema.class.getName())) {
      if (named.target().kind() == AnnotationTarget.Kind.CLASS && named.value("name") != null) {
        records.put(named.value("name").asString(), named.target().asClass());
      }
    }
  }

  /** A reference to the schema of this name. */
  static Schema reference(String name) {
    return OASFactory.createSchema().ref(PREFIX + name);
  }

  /** Completes every schema. */
  void complete() {
    namePages();
    Set<String> bodies =
        operations().stream()
            .filter(operation -> operation.getRequestBody() != null)
            .flatMap(
                operation ->
                    operation.getRequestBody().getContent().getMediaTypes().values().stream())
            .map(media -> name(media.getSchema()))
            .collect(Collectors.toSet());
    Set<String> requests = new HashSet<>();
    bodies.forEach(body -> addWithParts(requests, body));
    document
        .getComponents()
        .getSchemas()
        .forEach(
            (name, schema) -> {
              if (schema.getProperties() == null) {
                return;
              }
              if (requests.contains(name)) {
                schema.setAdditionalPropertiesBoolean(false);
                RequestLimits.complete(record(name), schema);
                List<String> always = schema.getRequired();
                required(name, schema, always == null ? List.of() : always);
              } else {
                required(name, schema, null);
              }
            });
    Map.copyOf(document.getComponents().getSchemas())
        .forEach(
            (name, schema) -> {
              if (isSimple(schema)) {
                document.getComponents().removeSchema(name);
              }
            });
  }

  /** The schema and all that it is made of. */
  private void addWithParts(Set<String> requests, String name) {
    if (name.isEmpty() || !requests.add(name)) {
      return;
    }
    Map<String, Schema> properties = named(name).getProperties();
    if (properties != null) {
      properties.values().stream()
          .map(property -> property.getItems() == null ? property : property.getItems())
          .forEach(part -> addWithParts(requests, name(part)));
    }
  }

  /** A page of anything is called after what it has: {@code BlockPage}. */
  private void namePages() {
    Map<String, String> names = new HashMap<>();
    Map<String, Schema> schemas = new TreeMap<>();
    document
        .getComponents()
        .getSchemas()
        .forEach(
            (name, schema) -> {
              boolean page = name.matches("Page[A-Z].*") && !records.containsKey(name);
              String better =
                  page
                      ? name(schema.getProperties().getOrDefault("items", schema).getItems())
                          + "Page"
                      : name;
              names.put(name, better);
              schemas.put(better, schema);
            });
    document.getComponents().setSchemas(schemas);
    operations().stream()
        .flatMap(operation -> operation.getResponses().getAPIResponses().values().stream())
        .filter(response -> response.getContent() != null)
        .flatMap(response -> response.getContent().getMediaTypes().values().stream())
        .map(MediaType::getSchema)
        .filter(schema -> schema != null && schema.getRef() != null)
        .forEach(schema -> schema.setRef(PREFIX + names.get(name(schema))));
  }

  /**
   * @param always the fields that are always there; null: all but those that are left out when null
   */
  private void required(String name, Schema schema, @Nullable List<String> always) {
    Map<String, Boolean> nullable = name.endsWith("Page") ? Map.of("next_cursor", true) : of(name);
    boolean leftOut =
        records.containsKey(name) && records.get(name).hasDeclaredAnnotation(JsonInclude.class);
    List<String> required = new ArrayList<>();
    Map<String, Schema> properties = new LinkedHashMap<>();
    schema
        .getProperties()
        .forEach(
            (field, property) -> {
              boolean mayBeNull = nullable.getOrDefault(field, false);
              if (always == null ? !(leftOut && mayBeNull) : always.contains(field)) {
                required.add(field);
              }
              boolean isNull = always == null ? mayBeNull && !leftOut : !required.contains(field);
              properties.put(field, isNull ? orNull(plain(property)) : plain(property));
            });
    schema.setProperties(properties);
    schema.setRequired(required.isEmpty() ? null : required);
  }

  /**
   * What is described by another schema is that schema, and not an object besides; an id or a
   * moment is a text of its format. Whole numbers that may not fit into 64 bits have no format, and
   * generators take a bare integer for one of 32 bits, so they are numbers.
   */
  private Schema plain(Schema schema) {
    if (schema.getRef() != null) {
      Schema named = named(name(schema));
      return isSimple(named)
          ? OASFactory.createSchema()
              .type(named.getType())
              .format(named.getFormat())
              .description(schema.getDescription())
          : reference(name(schema));
    }
    if (schema.getFormat() == null && INTEGER.equals(schema.getType())) {
      schema.setType(List.of(Schema.SchemaType.NUMBER));
      schema.setMultipleOf(BigDecimal.ONE);
    }
    return schema;
  }

  private static boolean isSimple(Schema schema) {
    return schema.getProperties() == null && schema.getEnumeration() == null;
  }

  private Schema orNull(Schema schema) {
    if (schema.getRef() == null) {
      return schema.addType(Schema.SchemaType.NULL);
    }
    Schema named = named(name(schema));
    return OASFactory.createSchema()
        .addAllOf(schema)
        .type(named.getType())
        .addType(Schema.SchemaType.NULL);
  }

  /** Which fields of the record may be null. */
  private Map<String, Boolean> of(String name) {
    return record(name).recordComponents().stream()
        .collect(Collectors.toMap(component -> snake(component.name()), ApiShapes::mayBeNull));
  }

  private ClassInfo record(String name) {
    return Optional.ofNullable(records.get(name))
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "the API's schema "
                        + name
                        + " has no record: give one @Schema(name = …) of its own"));
  }

  private static boolean mayBeNull(RecordComponentInfo component) {
    return component.type().hasAnnotation(NULLABLE);
  }

  static String snake(String name) {
    return name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
  }

  private Schema named(String name) {
    return Optional.ofNullable(document.getComponents().getSchemas().get(name))
        .orElseThrow(() -> new IllegalStateException("the API has no schema " + name));
  }

  private List<Operation> operations() {
    return document.getPaths().getPathItems().values().stream()
        .flatMap(path -> path.getOperations().values().stream())
        .toList();
  }

  private static String name(Schema schema) {
    return schema.getRef() == null ? "" : schema.getRef().substring(PREFIX.length());
  }
}
