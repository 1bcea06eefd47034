package org.kalepool.web;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.deser.std.StringDeserializer;
import java.io.IOException;

/**
 * Texts that stay what they are wherever they are shown: in a log, a terminal, a page, an SQL
 * prompt. Control characters forge lines there, or cannot be stored at all; characters that turn
 * the direction of writing make a text look like another.
 */
final class PlainText extends StdScalarDeserializer<String> {
  private static final long serialVersionUID = 1;

  PlainText() {
    super(String.class);
  }

  /** Thrown for a text that is not plain; the path in it leads to the field. */
  static final class NotPlain extends JsonMappingException {
    private static final long serialVersionUID = 1;

    NotPlain(JsonParser parser) {
      super(parser, "not plain");
    }
  }

  @Override
  public String deserialize(JsonParser parser, DeserializationContext context) throws IOException {
    String text = StringDeserializer.instance.deserialize(parser, context);
    if (text != null && !isPlain(text)) {
      throw new NotPlain(parser);
    }
    return text;
  }

  static boolean isPlain(String text) {
    return text.codePoints().allMatch(PlainText::isPlain);
  }

  private static boolean isPlain(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          false;
      default -> !turnsDirection(codePoint);
    };
  }

  /** The explicit directional formatting characters of Unicode's bidirectional algorithm. */
  private static boolean turnsDirection(int codePoint) {
    return (codePoint >= 0x202a && codePoint <= 0x202e)
        || (codePoint >= 0x2066 && codePoint <= 0x2069);
  }
}
