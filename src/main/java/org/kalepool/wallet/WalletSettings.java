package org.kalepool.wallet;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What encrypts farmers' secrets. */
@ConfigMapping(prefix = "kale.wallet")
public interface WalletSettings {
  /** A file with the key-encryption key: 32 bytes, as hexadecimal digits or Base64. */
  Optional<Path> kekFile();

  /** The same in the environment. */
  Optional<String> kek();

  /** Keys that may still wrap some wallets. */
  Optional<List<Path>> oldKekFiles();
}
