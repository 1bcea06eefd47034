package org.kalepool.web;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.kalepool.stellar.PublicNetworks;

/** Whose key is whose among the operators, by hashes. Without any key nobody is an operator. */
@Singleton
final class OperatorKeys implements TokenOwners {
  private static final Logger LOG = Logger.getLogger(OperatorKeys.class);
  private static final String FILE = "kale.operator.key-file";
  private static final String KEY = "kale.operator.key";

  private final List<OperatorKeyFile.Entry> keys;

  /**
   * @param file {@code kale.operator.key-file}: lines of {@link OperatorKeyFile}
   * @param key {@code kale.operator.key}: the same, with commas between lines, or one key as it is
   * @param passphrase of the network; on a public one no key may stand anywhere as it is
   * @throws IllegalStateException naming the setting and what to do, if a key cannot be used
   */
  OperatorKeys(
      @ConfigProperty(name = FILE) Optional<Path> file,
      @ConfigProperty(name = KEY) Optional<String> key,
      @ConfigProperty(name = "kale.network.passphrase") Optional<String> passphrase) {
    boolean plain = passphrase.filter(PublicNetworks::contains).isEmpty();
    if (file.isPresent()) {
      this.keys = read(read(file.get()), FILE + " (" + file.get() + ")", plain);
    } else if (key.isPresent()) {
      this.keys = read(key.get().replace(',', '\n'), KEY, plain);
    } else {
      this.keys = List.of();
    }
  }

  /** A key that cannot be used ends the start, not the first request. */
  void check(@Observes StartupEvent start) {
    if (keys.isEmpty()) {
      LOG.info("nobody is an operator: ./pool operator-key NAME makes a key");
    }
  }

  boolean isSet() {
    return !keys.isEmpty();
  }

  /** All are compared, and each in full, so that the time tells nothing. */
  @Override
  public Optional<Owner> owner(byte[] tokenHash) {
    Optional<Owner> owner = Optional.empty();
    for (OperatorKeyFile.Entry key : keys) {
      if (MessageDigest.isEqual(key.hash(), tokenHash)) {
        owner = Optional.of(new Owner(key.name(), Caller.OPERATOR));
      }
    }
    return owner;
  }

  private static List<OperatorKeyFile.Entry> read(String text, String where, boolean plain) {
    try {
      return OperatorKeyFile.read(text, where, plain);
    } catch (IllegalArgumentException e) {
      throw new IllegalStateException(e.getMessage());
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new IllegalStateException(
          FILE + ": " + file + " cannot be read (" + e.getClass().getSimpleName() + ")");
    }
  }
}
