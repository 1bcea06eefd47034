package org.kalepool.wallet;

import io.quarkus.runtime.Startup;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Reads the key-encryption keys at start-up; without one the process does not start. Who else can
 * read their files has been looked at by then, with those of all secrets.
 */
final class KeyEncryptionProducer {
  /**
   * @param file {@code kale.wallet.kek-file}: 32 bytes, as hexadecimal digits or Base64
   * @param value the same in the environment, {@code KALE_WALLET_KEK}
   * @param old {@code kale.wallet.old-kek-files}: keys that may still wrap some wallets
   */
  @Produces
  @Singleton
  @Startup
  KeyEncryption keys(
      @ConfigProperty(name = "kale.wallet.kek-file") Optional<Path> file,
      @ConfigProperty(name = "kale.wallet.kek") Optional<String> value,
      @ConfigProperty(name = "kale.wallet.old-kek-files") Optional<List<Path>> old) {
    List<byte[]> keys = new ArrayList<>();
    if (file.isPresent()) {
      keys.add(KeyFile.read(file.get()));
    } else if (value.isPresent()) {
      keys.add(KeyFile.parse(value.get().toCharArray(), "KALE_WALLET_KEK"));
    } else {
      throw new IllegalStateException(
          "No key-encryption key: the pool keeps farmers' secrets only encrypted. Set"
              + " kale.wallet.kek-file to a file with 32 random bytes (openssl rand -hex 32),"
              + " readable by the pool's user alone, or set the environment variable"
              + " KALE_WALLET_KEK.");
    }
    old.orElse(List.of()).forEach(path -> keys.add(KeyFile.read(path)));
    return new KeyEncryption(keys);
  }
}
