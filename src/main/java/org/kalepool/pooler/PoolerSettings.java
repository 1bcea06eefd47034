package org.kalepool.pooler;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** What the settings say about the pooler this process hashes for. */
@Singleton
final class PoolerSettings {
  private static final int LONGEST_NAME = 100;
  private static final IntPredicate UNSHOWN = Character::isISOControl;

  private final String name;
  private final int shareBasisPoints;
  private final int maxFarmers;
  private final Optional<Path> secretFile;
  private final Optional<String> secret;
  private final boolean generateWallet;

  /**
   * @param shareBasisPoints the pooler's part of the rewards, 0 to 10 000
   * @param secretFile a file with the secret (S…) of the pooler's wallet
   * @param secret the same in the environment, {@code KALE_POOLER_SECRET}
   * @param generateWallet make a wallet where none is named: for the sandbox
   */
  PoolerSettings(
      @ConfigProperty(name = "kale.pooler.name", defaultValue = "pool") String name,
      @ConfigProperty(name = "kale.pooler.share-basis-points", defaultValue = "5000")
          int shareBasisPoints,
      @ConfigProperty(name = "kale.pooler.max-farmers", defaultValue = "100") int maxFarmers,
      @ConfigProperty(name = "kale.pooler.secret-file") Optional<Path> secretFile,
      @ConfigProperty(name = "kale.pooler.secret") Optional<String> secret,
      @ConfigProperty(name = "kale.pooler.generate-wallet", defaultValue = "false")
          boolean generateWallet) {
    if (shareBasisPoints < 0 || shareBasisPoints > 10_000) {
      throw new IllegalStateException("kale.pooler.share-basis-points must be 0 to 10000");
    }
    if (maxFarmers < 0) {
      throw new IllegalStateException("kale.pooler.max-farmers must not be negative");
    }
    if (name.isBlank() || name.length() > LONGEST_NAME || name.chars().anyMatch(UNSHOWN)) {
      throw new IllegalStateException(
          "kale.pooler.name must have 1 to %d characters, none of them a control character"
              .formatted(LONGEST_NAME));
    }
    this.name = name;
    this.shareBasisPoints = shareBasisPoints;
    this.maxFarmers = maxFarmers;
    this.secretFile = secretFile;
    this.secret = secret;
    this.generateWallet = generateWallet;
  }

  String name() {
    return name;
  }

  int shareBasisPoints() {
    return shareBasisPoints;
  }

  int maxFarmers() {
    return maxFarmers;
  }

  boolean generateWallet() {
    return generateWallet;
  }

  /** The secret (S…), to be wiped by the caller; empty if none is named. */
  Optional<char[]> secret() {
    return secretFile.map(PoolerSettings::read).or(() -> secret.map(PoolerSettings::trimmed));
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

  private static char[] trimmed(String secret) {
    return secret.strip().toCharArray();
  }
}
