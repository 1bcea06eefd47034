package org.kalepool.notice;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** How a webhook knows that a notice is the pool's: HMAC-SHA-256 of time and body. */
final class Signature {
  private Signature() {}

  /**
   * Signs a body, with the time at which it is sent.
   *
   * @param timestamp Unix seconds, as sent beside it
   * @return {@code v1=} and 64 hexadecimal digits
   */
  static String of(String key, long timestamp, byte[] body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      mac.update((timestamp + ".").getBytes(StandardCharsets.US_ASCII));
      return "v1=" + HexFormat.of().formatHex(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("HMAC-SHA-256 is missing", e);
    }
  }
}
