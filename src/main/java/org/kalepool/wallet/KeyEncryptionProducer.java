package org.kalepool.wallet;

import io.quarkus.runtime.Startup;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the key-encryption keys at start-up; without one the process does not start. Who else can
 * read their files has been looked at by then, with those of all secrets.
 */
final class KeyEncryptionProducer {
  @Produces
  @Singleton
  @Startup
  KeyEncryption keys(WalletSettings settings) {
    List<byte[]> keys = new ArrayList<>();
    if (settings.kekFile().isPresent()) {
      keys.add(KeyFile.read(settings.kekFile().get()));
    } else if (settings.kek().isPresent()) {
      keys.add(KeyFile.parse(settings.kek().get().toCharArray(), "KALE_WALLET_KEK"));
    } else {
      throw new IllegalStateException(
          "No key-encryption key: the pool keeps farmers' secrets only encrypted. Set"
              + " kale.wallet.kek-file to a file with 32 random bytes (openssl rand -hex 32),"
              + " readable by the pool's user alone, or set the environment variable"
              + " KALE_WALLET_KEK.");
    }
    settings.oldKekFiles().orElse(List.of()).forEach(path -> keys.add(KeyFile.read(path)));
    return new KeyEncryption(keys);
  }
}
