package org.kalepool.web;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.kalepool.stellar.NetworkSettings;

/** Whose key is whose among the operators, by hashes. Without any key nobody is an operator. */
@Singleton
final class OperatorKeys implements TokenOwners {
  private static final Logger LOG = Logger.getLogger(OperatorKeys.class);

  private final List<OperatorKeyFile.Entry> keys;

  /**
   * @param network on a public one no key may stand anywhere as it is
   * @throws IllegalStateException naming the setting and what to do, if a key cannot be used
   */
  OperatorKeys(OperatorSettings settings, NetworkSettings network) {
    try {
      this.keys =
          OperatorKeyFile.set(
              settings.keyFile(), settings.key(), !NetworkSettings.isPublic(network));
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
