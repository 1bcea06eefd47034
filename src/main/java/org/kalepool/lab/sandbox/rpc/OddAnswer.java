package org.kalepool.lab.sandbox.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.kalepool.lab.sandbox.fault.FaultSchedule;
import org.kalepool.lab.sandbox.fault.Unreachable;

/**
 * What proxies, overloaded nodes and newer protocols make of an answer that was right. It lies
 * about nothing that a pool could not find out by asking again.
 */
final class OddAnswer {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final Set<String> AFFECTED =
      Set.of("getTransaction", "sendTransaction", "simulateTransaction", "getLedgerEntries");

  private OddAnswer() {}

  static boolean affects(String method) {
    return AFFECTED.contains(method);
  }

  /**
   * @param answer the right one, not to be changed
   * @throws Unreachable for an answer that is cut off, and so is no JSON
   */
  static JsonNode of(ObjectNode answer, FaultSchedule faults) {
    ObjectNode odd = answer.deepCopy();
    return switch (faults.pick(6)) {
      case 0 -> throw new Unreachable("the answer was cut short");
      case 1 -> JSON.objectNode();
      case 2 -> JSON.objectNode().put("error", "upstream connect error");
      case 3 -> withoutField(odd, faults);
      case 4 -> newer(odd);
      default -> cut(odd, faults);
    };
  }

  private static JsonNode withoutField(ObjectNode odd, FaultSchedule faults) {
    if (odd.path("result") instanceof ObjectNode result && !result.isEmpty()) {
      List<String> names = new ArrayList<>();
      result.fieldNames().forEachRemaining(names::add);
      result.remove(names.get(faults.pick(names.size())));
    }
    return odd;
  }

  /** A result with a code that has yet to be invented; its fee stays where it has always been. */
  private static JsonNode newer(ObjectNode odd) {
    if (odd.path("result") instanceof ObjectNode result) {
      for (String field : List.of("resultXdr", "errorResultXdr")) {
        if (result.path(field).isTextual()) {
          byte[] xdr = Base64.getDecoder().decode(result.path(field).asText());
          xdr[8] = xdr[9] = xdr[10] = (byte) 0xff;
          xdr[11] = (byte) 0x9d;
          result.put(field, Base64.getEncoder().encodeToString(xdr));
          return odd;
        }
      }
      if (result.has("status")) {
        result.put("status", "UNHEARD_OF");
      }
    }
    return odd;
  }

  /** One of its texts cut in half. */
  private static JsonNode cut(ObjectNode odd, FaultSchedule faults) {
    List<ObjectNode> holders = new ArrayList<>();
    List<String> names = new ArrayList<>();
    collect(odd.path("result"), holders, names);
    if (!holders.isEmpty()) {
      int at = faults.pick(holders.size());
      String text = holders.get(at).path(names.get(at)).asText();
      holders.get(at).set(names.get(at), TextNode.valueOf(text.substring(0, text.length() / 2)));
    }
    return odd;
  }

  private static void collect(JsonNode node, List<ObjectNode> holders, List<String> names) {
    if (node instanceof ObjectNode object) {
      object
          .properties()
          .forEach(
              field -> {
                if (field.getValue().isTextual() && !isNumber(field.getValue().asText())) {
                  holders.add(object);
                  names.add(field.getKey());
                }
                collect(field.getValue(), holders, names);
              });
    } else if (node.isArray()) {
      node.forEach(item -> collect(item, holders, names));
    }
  }

  /** Half a number is another number, and that would be a lie. */
  private static boolean isNumber(String text) {
    return text.chars().allMatch(c -> c >= '0' && c <= '9');
  }
}
