package org.kalepool.recordings;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.TreeSet;

/** Finds where two JSON values differ; numbers are equal when their values are. */
final class JsonComparison {
  private JsonComparison() {}

  /** The first field that differs; {@code absent} stands for a field that one side lacks. */
  record Mismatch(String field, String wanted, String got) {}

  static Optional<Mismatch> first(String field, JsonNode wanted, JsonNode got) {
    if (wanted.isObject() && got.isObject()) {
      return firstInObjects(field, wanted, got);
    }
    if (wanted.isArray() && got.isArray() && wanted.size() == got.size()) {
      for (int i = 0; i < wanted.size(); i++) {
        Optional<Mismatch> found = first(field + "[" + i + "]", wanted.get(i), got.get(i));
        if (found.isPresent()) {
          return found;
        }
      }
      return Optional.empty();
    }
    if (wanted.isNumber() && got.isNumber()) {
      return wanted.decimalValue().compareTo(got.decimalValue()) == 0
          ? Optional.empty()
          : Optional.of(mismatch(field, wanted, got));
    }
    return wanted.equals(got) ? Optional.empty() : Optional.of(mismatch(field, wanted, got));
  }

  private static Optional<Mismatch> firstInObjects(String field, JsonNode wanted, JsonNode got) {
    TreeSet<String> names = new TreeSet<>();
    wanted.fieldNames().forEachRemaining(names::add);
    got.fieldNames().forEachRemaining(names::add);
    for (String name : names) {
      String path = field.isEmpty() ? name : field + "." + name;
      Optional<Mismatch> found = first(path, wanted.path(name), got.path(name));
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private static Mismatch mismatch(String field, JsonNode wanted, JsonNode got) {
    return new Mismatch(field, text(wanted), text(got));
  }

  private static String text(JsonNode node) {
    return node.isMissingNode() ? "absent" : node.toString();
  }
}
