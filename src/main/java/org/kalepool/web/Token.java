package org.kalepool.web;

import java.util.Base64;
import org.kalepool.kale.Sha256;

/** Bearer tokens: 32 bytes that nobody can guess. Only their hashes are stored. */
public final class Token {
  private Token() {}

  /** The text form, such as {@code kf_…} for a farmer's. */
  public static String of(String prefix, byte[] secret) {
    return prefix + "_" + Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
  }

  /** What is stored of a token: its SHA-256, enough for a text of full entropy. */
  public static byte[] hash(String token) {
    return Sha256.of(token);
  }
}
