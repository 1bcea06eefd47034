package org.kalepool.wallet;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** The text of a file that holds a secret. */
public final class SecretText {
  private SecretText() {}

  /**
   * Reads it, without white space at its end; nothing of it is left in memory but what is returned.
   *
   * @return to be wiped by the caller
   * @throws IOException if the file cannot be read
   */
  public static char[] read(Path file) throws IOException {
    byte[] content = Files.readAllBytes(file);
    CharBuffer text = StandardCharsets.ISO_8859_1.decode(ByteBuffer.wrap(content));
    Arrays.fill(content, (byte) 0);
    int end = text.length();
    while (end > 0 && Character.isWhitespace(text.charAt(end - 1))) {
      end--;
    }
    char[] secret = Arrays.copyOf(text.array(), end);
    Arrays.fill(text.array(), '\0');
    return secret;
  }
}
