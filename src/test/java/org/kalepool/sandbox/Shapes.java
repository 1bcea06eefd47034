package org.kalepool.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Compares the shape of two JSON values: fields, their types, and what lists are made of. */
final class Shapes {
  private Shapes() {}

  static List<String> differences(String at, JsonNode wanted, JsonNode got) {
    List<String> differences = new ArrayList<>();
    if (wanted.getNodeType() != got.getNodeType()) {
      differences.add(at + ": wanted " + wanted.getNodeType() + ", got " + got.getNodeType());
    } else if (wanted.isObject()) {
      Map<String, JsonNode> wantedFields = fields(wanted);
      Map<String, JsonNode> gotFields = fields(got);
      TreeSet<String> names = new TreeSet<>(wantedFields.keySet());
      names.addAll(gotFields.keySet());
      for (String name : names) {
        if (!gotFields.containsKey(name)) {
          differences.add(at + "." + name + ": missing");
        } else if (!wantedFields.containsKey(name)) {
          differences.add(at + "." + name + ": should not be there");
        } else {
          differences.addAll(
              differences(at + "." + name, wantedFields.get(name), gotFields.get(name)));
        }
      }
    } else if (wanted.isArray()) {
      if (wanted.isEmpty() != got.isEmpty()) {
        differences.add(at + ": wanted " + wanted.size() + " elements, got " + got.size());
      }
      for (int i = 0; i < Math.min(wanted.size(), got.size()); i++) {
        differences.addAll(differences(at + "[" + i + "]", wanted.get(i), got.get(i)));
      }
    }
    return differences;
  }

  private static Map<String, JsonNode> fields(JsonNode object) {
    Map<String, JsonNode> fields = new TreeMap<>();
    object.properties().forEach(field -> fields.put(field.getKey(), field.getValue()));
    return fields;
  }
}
