package org.kalepool.farmer;

import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Destination;
import org.kalepool.kale.Memo;
import org.kalepool.web.Page;
import org.kalepool.web.Paging;
import org.kalepool.web.Token;
import org.kalepool.web.TokenOwners;

/**
 * Who has logged in by the payout wallet. Each log-in has a token that acts for one farmer until
 * its time is over or somebody ends it; only its hash is stored.
 */
@Singleton
public final class WalletLogIns implements TokenOwners {
  private static final Logger LOG = Logger.getLogger(WalletLogIns.class);
  private static final String PREFIX = "kw";

  /** Of one farmer at once; who logs in once more ends the oldest. */
  private static final int MOST = 20;

  /** Of one farmer in all, those that are over included. */
  private static final int MOST_SHOWN = 200;

  /** How long one that is over is still shown. */
  private static final Duration SHOWN = Duration.ofDays(90);

  private final WalletLogInRepository repository;
  private final RandomGenerator random;
  private final Clock clock;

  WalletLogIns(WalletLogInRepository repository, RandomGenerator random, Clock clock) {
    this.repository = repository;
    this.random = random;
    this.clock = clock;
  }

  /** Where somebody has logged in. Stored by name. */
  public enum Place {
    API,
    BROWSER
  }

  /**
   * A new log-in.
   *
   * @param token shown only here
   */
  public record Issued(long id, UUID farmer, String token, Instant endsAt) {}

  /** A row of the list. */
  @RegisterForReflection
  @Schema(name = "LogIn")
  public record LogIn(
      @Schema(description = "By which it can be ended") long logInId,
      @Schema(enumeration = {"API", "BROWSER"}) Place place,
      Instant at,
      @Schema(description = "When it is over by itself") Instant endsAt,
      @Schema(description = "When somebody has ended it") @Nullable Instant endedAt) {}

  /**
   * Logs a farmer's wallet in, in the caller's database transaction.
   *
   * @param wallet what was shown to be the holder's, a memo being an id
   * @param life how long it lasts
   */
  public Issued issue(UUID farmer, Destination wallet, Place place, Duration life) {
    byte[] secret = new byte[32];
    random.nextBytes(secret);
    String token = Token.of(PREFIX, secret);
    Instant now = clock.instant();
    repository.forget(now.minus(SHOWN));
    WalletLogInEntity entity =
        new WalletLogInEntity(farmer, Token.hash(token), place, now, now.plus(life), wallet);
    repository.persistAndFlush(entity);
    repository.keep(farmer, MOST, now);
    repository.remember(farmer, MOST_SHOWN);
    LOG.infof("farmer %s: its payout wallet has logged in (%s)", farmer, place);
    return new Issued(Objects.requireNonNull(entity.id), farmer, token, now.plus(life));
  }

  /**
   * What the open log-in with this token has shown; empty if there is none, or it was made before
   * that was kept.
   */
  Optional<Proven> proven(byte[] tokenHash) {
    return repository.proven(tokenHash, clock.instant()).flatMap(ProvenRow::proven);
  }

  /** The same, and nobody else ends it until the caller's database transaction is over. */
  Optional<Proven> provenLocked(byte[] tokenHash) {
    repository.lock(tokenHash);
    return proven(tokenHash);
  }

  /**
   * What a log-in has shown.
   *
   * @param wallet to be the holder's
   * @param endsAt until when
   */
  record Proven(Destination wallet, Instant endsAt) {}

  /** The same as it is stored. */
  @RegisterForReflection
  record ProvenRow(@Nullable String wallet, @Nullable String memo, Instant endsAt) {
    Optional<Proven> proven() {
      return Optional.ofNullable(wallet)
          .map(
              address ->
                  Destination.of(address, memo == null ? null : new Memo(Memo.Kind.ID, memo)))
          .map(shown -> new Proven(shown, endsAt));
    }
  }

  /** Newest first, those that are over included. */
  Page<LogIn> list(UUID farmer, Paging paging) {
    return Page.of(paging, repository.page(farmer, paging), LogIn::logInId);
  }

  /**
   * Ends one, in the caller's database transaction.
   *
   * @return false if the farmer has no such open one
   */
  boolean end(UUID farmer, long id) {
    boolean ended = repository.end(farmer, id, clock.instant());
    if (ended) {
      LOG.infof("farmer %s: log-in %d was ended", farmer, id);
    }
    return ended;
  }

  /** Ends the one with this token, if there is one. In the caller's database transaction. */
  void end(byte[] tokenHash) {
    repository.end(tokenHash, clock.instant());
  }

  /** Ends all of a farmer's. In the caller's database transaction. */
  void endAll(UUID farmer) {
    repository.endAll(farmer, clock.instant());
  }

  @Override
  public Optional<Owner> owner(byte[] tokenHash) {
    return repository
        .farmer(tokenHash, clock.instant())
        .map(farmer -> Owner.byWallet(farmer.toString()));
  }
}
