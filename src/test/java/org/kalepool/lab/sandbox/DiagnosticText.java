package org.kalepool.lab.sandbox;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** What a DiagnosticEvent tells that must be the same in every node. */
final class DiagnosticText {
  private static final String METRICS = hex("core_metrics");
  private static final String EXHAUSTED = hex("operation instructions exceeds amount specified");

  private DiagnosticText() {}

  /**
   * A DiagnosticEvent as hex; null for the node's own figures, and without how many instructions a
   * call took that took too many.
   */
  static @Nullable String of(String base64) {
    String hex = HexFormat.of().formatHex(Base64.getDecoder().decode(base64));
    if (hex.contains(METRICS)) {
      return null;
    }
    int exhausted = hex.indexOf(EXHAUSTED);
    return exhausted < 0 ? hex : hex.substring(0, exhausted + EXHAUSTED.length());
  }

  static boolean isExhaustion(String diagnostic) {
    return diagnostic.endsWith(EXHAUSTED);
  }

  private static String hex(String text) {
    return HexFormat.of().formatHex(text.getBytes(StandardCharsets.US_ASCII));
  }
}
