package org.kalepool.farmer;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;
import org.kalepool.kale.Destination;
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
  private final WalletFarmers farmers;
  private final RandomGenerator random;
  private final Clock clock;

  FarmerSessions(
      FarmerSessionRepository sessions,
      FarmerTokens tokens,
      WalletLogIns logIns,
      WalletFarmers farmers,
      RandomGenerator random,
      Clock clock) {
    this.sessions = sessions;
    this.tokens = tokens;
    this.logIns = logIns;
    this.farmers = farmers;
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
    return QuarkusTransaction.requiringNew().call(() -> store(farmer, tokenHash, life));
  }

  private Opened store(UUID farmer, byte[] tokenHash, Duration life) {
    byte[] bytes = new byte[32];
    random.nextBytes(bytes);
    String secret = Token.of(SessionCookie.PREFIX, bytes);
    Instant now = clock.instant();
    sessions.forget(now);
    sessions.persistAndFlush(
        new FarmerSessionEntity(Token.hash(secret), farmer, tokenHash, now, now.plus(life)));
    sessions.keep(farmer, MOST);
    LOG.infof("farmer %s has logged in", farmer);
    return new Opened(farmer, secret);
  }

  /**
   * The farmers among which the holder of a session can choose: those that are paid out now to the
   * wallet by which it has logged in. None of a session by a farmer's own token.
   */
  public List<UUID> choices(String secret) {
    return sessions
        .open(Token.hash(secret), clock.instant())
        .flatMap(row -> logIns.proven(row.tokenHash()))
        .map(proven -> paidOutTo(proven.wallet()))
        .orElse(List.of());
  }

  private List<UUID> paidOutTo(Destination wallet) {
    return farmers.of(wallet).stream().map(WalletFarmers.PaidOut::id).toList();
  }

  /**
   * A session for another farmer of the same wallet, in place of the one there is.
   *
   * @param life how long it still lasts: no longer than the wallet's log-in
   */
  public record Changed(String secret, Duration life) {}

  /**
   * Goes over to another farmer that is paid out to the wallet by which this session has logged in.
   * The session and its log-in are over then, and there are new ones for the other farmer, until
   * the same moment: nothing lasts longer for it than what was signed.
   *
   * @return empty if that farmer is not one of {@link #choices}, or the session is over; nothing
   *     was changed then
   */
  public Optional<Changed> change(String secret, UUID farmer) {
    return QuarkusTransaction.requiringNew().call(() -> changed(Token.hash(secret), farmer));
  }

  private Optional<Changed> changed(byte[] hash, UUID farmer) {
    Instant now = clock.instant();
    byte[] tokenHash =
        sessions.open(hash, now).map(FarmerSessionRepository.SessionRow::tokenHash).orElse(null);
    WalletLogIns.Proven proven =
        tokenHash == null ? null : logIns.provenLocked(tokenHash).orElse(null);
    if (tokenHash == null || proven == null || !paidOutTo(proven.wallet()).contains(farmer)) {
      return Optional.empty();
    }
    Duration life = Duration.between(now, proven.endsAt());
    logIns.end(tokenHash);
    sessions.close(hash);
    WalletLogIns.Issued made =
        logIns.issue(farmer, proven.wallet(), WalletLogIns.Place.BROWSER, life);
    return Optional.of(new Changed(store(farmer, Token.hash(made.token()), life).secret(), life));
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
