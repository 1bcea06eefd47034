package org.kalepool.web;

import java.math.BigDecimal;
import java.util.List;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.ClassInfo;

/**
 * What the pool's own constraints say of a request's fields, in the document's schemas; the
 * standard ones, and what is composed of them as it stands, are there already.
 */
final class RequestLimits {
  private RequestLimits() {}

  /** Adds to a schema what the record that it is made of says. */
  static void complete(ClassInfo record, Schema schema) {
    schema
        .getProperties()
        .forEach(
            (name, property) ->
                record.fields().stream()
                    .filter(field -> ApiShapes.snake(field.name()).equals(name))
                    .flatMap(field -> field.declaredAnnotations().stream())
                    .forEach(each -> say(each, property)));
  }

  private static void say(AnnotationInstance ours, Schema property) {
    if (is(ours, Within.class)) {
      property.minimum(BigDecimal.valueOf(ours.value("min").asLong()));
      property.maximum(BigDecimal.valueOf(ours.value("max").asLong()));
    } else if (is(ours, OneOf.class)) {
      property.enumeration(List.of((Object[]) ours.value().asStringArray()));
    } else if (is(ours, UuidText.class)) {
      property.format("uuid").pattern(null);
    }
  }

  private static boolean is(AnnotationInstance rule, Class<?> annotation) {
    return rule.name().toString().equals(annotation.getName());
  }
}
