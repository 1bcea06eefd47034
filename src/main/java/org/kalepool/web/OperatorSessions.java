package org.kalepool.web;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;

/**
 * Operators that are logged in with a browser. A session is got by the operator's key and lasts no
 * longer than it: with the key's line gone, or another name in it, it is over; with another role it
 * has that role. Of what the browser holds only a hash is stored.
 */
@Singleton
public final class OperatorSessions implements TokenOwners {
  private static final Logger LOG = Logger.getLogger(OperatorSessions.class);

  /** Of one operator; who logs in once more ends the oldest. */
  private static final int MOST = 10;

  private final OperatorSessionRepository sessions;
  private final OperatorKeys keys;
  private final RandomGenerator random;
  private final Clock clock;

  OperatorSessions(
      OperatorSessionRepository sessions, OperatorKeys keys, RandomGenerator random, Clock clock) {
    this.sessions = sessions;
    this.keys = keys;
    this.random = random;
    this.clock = clock;
  }

  /**
   * Logs an operator in.
   *
   * @param life how long it lasts
   * @return the secret that the browser is to send; empty if the key is no operator's
   */
  public Optional<String> open(String key, Duration life) {
    byte[] keyHash = Token.hash(key);
    return keys.owner(keyHash).map(owner -> open(owner.name(), keyHash, life));
  }

  private String open(String operator, byte[] keyHash, Duration life) {
    byte[] bytes = new byte[32];
    random.nextBytes(bytes);
    String secret = Token.of(SessionCookie.OPERATORS_PREFIX, bytes);
    Instant now = clock.instant();
    QuarkusTransaction.requiringNew()
        .run(
            () -> {
              sessions.forget(now);
              sessions.persistAndFlush(
                  new OperatorSessionEntity(
                      Token.hash(secret), operator, keyHash, now, now.plus(life)));
              sessions.keep(operator, MOST);
            });
    LOG.infof("operator %s has logged in", operator);
    return secret;
  }

  /** Logs out. */
  public void close(String secret) {
    QuarkusTransaction.requiringNew().run(() -> sessions.close(Token.hash(secret)));
  }

  @Override
  public Optional<Owner> owner(byte[] hash) {
    return sessions
        .open(hash, clock.instant())
        .flatMap(
            row -> keys.owner(row.keyHash()).filter(owner -> owner.name().equals(row.operator())));
  }
}
