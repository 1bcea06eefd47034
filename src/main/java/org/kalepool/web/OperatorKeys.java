package org.kalepool.web;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
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

  private final List<OperatorKeyFile.Entry> keys;

  /**
   * @param file {@code kale.operator.key-file}: lines of {@link OperatorKeyFile}
   * @param key {@code kale.operator.key}: the same, with commas between lines, or one key as it is
   * @param passphrase of the network; on a public one no key may stand anywhere as it is
   * @throws IllegalStateException naming the setting and what to do, if a key cannot be used
   */
  OperatorKeys(
      @ConfigProperty(name = OperatorKeyFile.FILE) Optional<Path> file,
      @ConfigProperty(name = OperatorKeyFile.KEY) Optional<String> key,
      @ConfigProperty(name = "kale.network.passphrase") Optional<String> passphrase) {
    boolean plain = passphrase.filter(PublicNetworks::contains).isEmpty();
    try {
      this.keys = OperatorKeyFile.set(file, key, plain);
    } catch (IllegalArgumentException e) {
      // Without the cause, whose words would be taken for the reason.
      throw new IllegalStateException(e.getMessage());
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
}
