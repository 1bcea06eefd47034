package org.kalepool.farmer;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;
import org.kalepool.web.SessionCookie;
import org.kalepool.web.Token;
import org.kalepool.web.TokenOwners;

/**
 * Farmers that are logged in with a browser. A session is got by the farmer's token, or by one of
 * its payout wallet, and lasts no longer than it: with another token, or none, it is over. Of what
 * the browser holds only a hash is stored.
 */
@Singleton
public final class FarmerSessions implements TokenOwners {
  private static final Logger LOG = Logger.getLogger(FarmerSessions.class);

  /** Of one farmer; who logs in once more ends the oldest. */
  private static final int MOST = 10;

  private final FarmerSessionRepository sessions;
  private final FarmerTokens tokens;
  private final WalletLogIns logIns;
  private final RandomGenerator random;
  private final Clock clock;

  FarmerSessions(
      FarmerSessionRepository sessions,
      FarmerTokens tokens,
      WalletLogIns logIns,
      RandomGenerator random,
      Clock clock) {
    this.sessions = sessions;
    this.tokens = tokens;
    this.logIns = logIns;
    this.random = random;
    this.clock = clock;
  }

  /**
   * A session.
   *
   * @param secret what the browser is to send
   */
  public record Opened(UUID farmer, String secret) {}

  /**
   * Logs a farmer in.
   *
   * @param life how long it lasts
   * @return empty if the token is no farmer's
   */
  public Optional<Opened> open(String token, Duration life) {
    byte[] tokenHash = Token.hash(token);
    return ofToken(tokenHash).map(owner -> open(UUID.fromString(owner.name()), tokenHash, life));
  }

  private Opened open(UUID farmer, byte[] tokenHash, Duration life) {
    byte[] bytes = new byte[32];
    random.nextBytes(bytes);
    String secret = Token.of(SessionCookie.PREFIX, bytes);
    Instant now = clock.instant();
    QuarkusTransaction.requiringNew()
        .run(
            () -> {
              sessions.forget(now);
              sessions.persistAndFlush(
                  new FarmerSessionEntity(
                      Token.hash(secret), farmer, tokenHash, now, now.plus(life)));
              sessions.keep(farmer, MOST);
            });
    LOG.infof("farmer %s has logged in", farmer);
    return new Opened(farmer, secret);
  }

  /** Logs out; a log-in by the payout wallet that this session was opened with is over, too. */
  public void close(String secret) {
    byte[] hash = Token.hash(secret);
    QuarkusTransaction.requiringNew()
        .run(
            () -> {
              sessions.open(hash, clock.instant()).ifPresent(row -> logIns.end(row.tokenHash()));
              sessions.close(hash);
            });
  }

  private Optional<Owner> ofToken(byte[] hash) {
    return tokens.owner(hash).or(() -> logIns.owner(hash));
  }

  @Override
  public Optional<Owner> owner(byte[] hash) {
    return sessions
        .open(hash, clock.instant())
        .flatMap(
            row ->
                ofToken(row.tokenHash())
                    .filter(owner -> owner.name().equals(row.farmerId().toString())));
  }
}
