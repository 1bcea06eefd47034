package org.kalepool.pooler;

import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.kalepool.web.Caller;
import org.kalepool.web.Token;
import org.kalepool.web.TokenOwners;

/** Makes poolers' keys and knows them again. Only hashes are stored. */
@Singleton
final class PoolerKeys implements TokenOwners {
  private static final String PREFIX = "kp";

  private final PoolerRepository poolers;
  private final RandomGenerator random;

  PoolerKeys(PoolerRepository poolers, RandomGenerator random) {
    this.poolers = poolers;
    this.random = random;
  }

  /** A new key, in force from the end of the caller's transaction on; the old one is worthless. */
  String rotate(UUID pooler) {
    byte[] secret = new byte[32];
    random.nextBytes(secret);
    String key = Token.of(PREFIX, secret);
    poolers.setKey(pooler, Token.hash(key));
    return key;
  }

  @Override
  public Optional<Owner> owner(byte[] tokenHash) {
    return poolers.withKey(tokenHash).map(pooler -> new Owner(pooler.toString(), Caller.POOLER));
  }
}
