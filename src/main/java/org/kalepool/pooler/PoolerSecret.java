package org.kalepool.pooler;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** The secret of the pooler's wallet, from where the settings say it is. */
final class PoolerSecret {
  private PoolerSecret() {}

  /** The secret (S…), to be wiped by the caller; empty if none is named. */
  static Optional<char[]> of(PoolerSettings settings) {
    return settings
        .secretFile()
        .map(PoolerSecret::read)
        .or(() -> settings.secret().map(text -> text.strip().toCharArray()));
  }

  private static char[] read(Path file) {
    try {
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
    } catch (IOException e) {
      throw new IllegalStateException("cannot read the pooler's secret file " + file, e);
    }
  }
}
