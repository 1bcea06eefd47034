package org.kalepool.work.fleet;

import io.nats.client.NKey;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;

/**
 * A user's key at the broker, which knows only the public part.
 *
 * @param id {@code U…}, for the broker
 * @param seed {@code SU…}, the secret
 */
public record BrokerKey(String id, String seed) {
  /** A new one. */
  public static BrokerKey make(SecureRandom random) {
    try {
      NKey key = NKey.createUser(random);
      BrokerKey made = new BrokerKey(new String(key.getPublicKey()), new String(key.getSeed()));
      key.clear();
      return made;
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("no key can be made", e);
    }
  }

  @Override
  public String toString() {
    return id;
  }
}
