package org.kalepool.stellar;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.random.RandomGenerator;

/** Real answers, cut short or altered in one to three places, as a seed says. */
public final class OddAnswers {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /** Lengths, codes and numbers that no value of today has. */
  private static final int[] ODD_NUMBERS = {
    -1, -99, 0, 1, 2, 3, 7, 99, 255, 0x7f, Integer.MAX_VALUE, Integer.MIN_VALUE, 1 << 20
  };

  private final RandomGenerator random;

  public OddAnswers(RandomGenerator random) {
    this.random = random;
  }

  /** A place in an answer: a field of an object or an element of a list. */
  private record Place(JsonNode parent, String field, int index) {
    JsonNode value() {
      return parent.isObject() ? parent.path(field) : parent.path(index);
    }

    void set(JsonNode value) {
      if (parent instanceof ObjectNode object) {
        object.set(field, value);
      } else {
        ((ArrayNode) parent).set(index, value);
      }
    }

    void remove() {
      if (parent instanceof ObjectNode object) {
        object.remove(field);
      } else {
        ((ArrayNode) parent).remove(index);
      }
    }
  }

  public JsonNode alter(JsonNode answer) {
    JsonNode copy = answer.deepCopy();
    int times = 1 + random.nextInt(3);
    for (int i = 0; i < times; i++) {
      List<Place> places = new ArrayList<>();
      collect(copy, places);
      if (places.isEmpty()) {
        return copy;
      }
      alter(places.get(random.nextInt(places.size())));
    }
    return copy;
  }

  private void alter(Place place) {
    switch (random.nextInt(8)) {
      case 0 -> place.remove();
      case 1 -> place.set(JSON.nullNode());
      case 2 -> place.set(other());
      default -> {
        JsonNode value = place.value();
        if (value.isTextual()) {
          place.set(TextNode.valueOf(text(value.asText())));
        } else if (value.isContainerNode()) {
          place.set(value.isArray() ? JSON.arrayNode() : JSON.objectNode());
        } else {
          place.set(other());
        }
      }
    }
  }

  private JsonNode other() {
    return switch (random.nextInt(9)) {
      case 0 -> JSON.textNode("");
      case 1 -> JSON.textNode("UNHEARD_OF");
      case 2 -> JSON.objectNode();
      case 3 -> JSON.arrayNode().addNull();
      case 4 -> JSON.arrayNode().add(JSON.arrayNode().addNull());
      case 5 -> JSON.booleanNode(true);
      case 6 -> LongNode.valueOf(random.nextLong());
      case 7 -> JSON.textNode(Long.toString(random.nextLong()));
      default -> IntNode.valueOf(ODD_NUMBERS[random.nextInt(ODD_NUMBERS.length)]);
    };
  }

  /** Mostly XDR: cut, one of its numbers replaced, or a byte flipped. */
  private String text(String text) {
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      return text.substring(0, random.nextInt(text.length() + 1));
    }
    if (bytes.length < 4) {
      return "";
    }
    switch (random.nextInt(4)) {
      case 0 -> bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
      case 1 -> bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      case 2 -> {
        return text.substring(0, random.nextInt(text.length()));
      }
      default ->
          ByteBuffer.wrap(bytes)
              .putInt(
                  4 * random.nextInt(bytes.length / 4),
                  ODD_NUMBERS[random.nextInt(ODD_NUMBERS.length)]);
    }
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static void collect(JsonNode node, List<Place> places) {
    if (node.isObject()) {
      node.properties()
          .forEach(
              field -> {
                places.add(new Place(node, field.getKey(), 0));
                collect(field.getValue(), places);
              });
    } else if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        places.add(new Place(node, "", i));
        collect(node.get(i), places);
      }
    }
  }
}
