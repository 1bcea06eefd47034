package org.kalepool.lab.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Compares the shape of two JSON values: fields, their types, and what lists are made of. */
final class Shapes {
  private Shapes() {}

  static void compare(String at, JsonNode wanted, JsonNode got, Report report) {
    if (wanted.getNodeType() != got.getNodeType()) {
      report.add(at, wanted.getNodeType().toString(), got.getNodeType().toString());
    } else if (wanted.isObject()) {
      Map<String, JsonNode> wantedFields = fields(wanted);
      Map<String, JsonNode> gotFields = fields(got);
      TreeSet<String> names = new TreeSet<>(wantedFields.keySet());
      names.addAll(gotFields.keySet());
      for (String name : names) {
        JsonNode want = wantedFields.get(name);
        JsonNode is = gotFields.get(name);
        if (want == null || is == null) {
          report.add(path(at, name), presence(want), presence(is));
        } else {
          compare(path(at, name), want, is, report);
        }
      }
    } else if (wanted.isArray()) {
      if (wanted.isEmpty() != got.isEmpty()) {
        report.add(at, wanted.size() + " elements", got.size() + " elements");
      }
      for (int i = 0; i < Math.min(wanted.size(), got.size()); i++) {
        compare(at + "[" + i + "]", wanted.get(i), got.get(i), report);
      }
    }
  }

  static String path(String at, String field) {
    return at.isEmpty() ? field : at + "." + field;
  }

  private static String presence(@Nullable JsonNode node) {
    return node == null ? "absent" : node.getNodeType().toString();
  }

  private static Map<String, JsonNode> fields(JsonNode object) {
    Map<String, JsonNode> fields = new TreeMap<>();
    object.properties().forEach(field -> fields.put(field.getKey(), field.getValue()));
    return fields;
  }
}
