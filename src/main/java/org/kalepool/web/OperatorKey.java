package org.kalepool.web;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The operators' key, from a file or the environment; without one nobody is an operator. */
@Singleton
final class OperatorKey implements TokenOwners {
  private static final int LEAST_LENGTH = 16;

  private final Optional<byte[]> hash;

  /**
   * @param file {@code kale.operator.key-file}
   * @param key the same in the environment, {@code KALE_OPERATOR_KEY}
   */
  OperatorKey(
      @ConfigProperty(name = "kale.operator.key-file") Optional<Path> file,
      @ConfigProperty(name = "kale.operator.key") Optional<String> key) {
    this.hash = file.map(OperatorKey::read).or(() -> key).map(String::strip).map(OperatorKey::hash);
  }

  boolean isSet() {
    return hash.isPresent();
  }

  @Override
  public Optional<Owner> owner(byte[] tokenHash) {
    return hash.filter(known -> MessageDigest.isEqual(known, tokenHash))
        .map(known -> new Owner("operator", Caller.OPERATOR));
  }

  private static byte[] hash(String key) {
    if (key.length() < LEAST_LENGTH) {
      throw new IllegalStateException(
          "the operators' key must have at least " + LEAST_LENGTH + " characters");
    }
    return Token.hash(key);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new IllegalStateException("cannot read the operators' key file " + file, e);
    }
  }
}
