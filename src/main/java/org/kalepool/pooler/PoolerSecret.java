package org.kalepool.pooler;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.kalepool.wallet.SecretText;

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
      return SecretText.read(file);
    } catch (IOException e) {
      throw new IllegalStateException("cannot read the pooler's secret file " + file, e);
    }
  }
}
