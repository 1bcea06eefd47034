package org.kalepool.web;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Singleton;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.kalepool.wallet.DerivedSecrets;

/**
 * Lets a POST be sent again without being done again. The key is stored in the transaction that
 * does the deed, so that either both are there or neither; of two at once the second waits for the
 * first. A request that failed is not remembered. Of the key only hashes are stored, one for each
 * key-encryption key when it is looked for: nobody who reads the database can send it again.
 */
@Singleton
public final class Idempotency {
  private static final String PURPOSE = "idempotency key";
  private static final Pattern KEY = Pattern.compile("[!-~]{8,128}");

  private final IdempotencyKeyRepository keys;
  private final Clock clock;
  private final DerivedSecrets secrets;
  private final Duration life;

  /**
   * @param secrets make the hashes under which keys are stored
   */
  Idempotency(
      IdempotencyKeyRepository keys, Clock clock, DerivedSecrets secrets, HttpSettings settings) {
    this.keys = keys;
    this.clock = clock;
    this.secrets = secrets;
    this.life = settings.idempotencyLife();
  }

  /**
   * An answer that can be given again.
   *
   * @param body JSON without any secret
   */
  public record Answer(int status, String body) {}

  /**
   * Does something once, in one database transaction.
   *
   * @param scope what it is, and whose, such as {@code POST /farmers}
   * @param key the header's value, null if there is none
   * @param request what was asked for, in a form of its own
   * @throws ProblemException if the key is none or was used for another request
   */
  public Answer once(String scope, @Nullable String key, String request, Supplier<Answer> deed) {
    if (key == null) {
      return QuarkusTransaction.requiringNew().call(deed::get);
    }
    if (!KEY.matcher(key).matches()) {
      throw ProblemException.invalid(
          "Idempotency-Key", "must have 8 to 128 visible ASCII characters; take a random UUID");
    }
    return QuarkusTransaction.requiringNew().call(() -> keyed(scope, key, request, deed));
  }

  /**
   * The answer of the first time; empty if the key was not used yet.
   *
   * @throws ProblemException if it was used for another request
   */
  public Optional<Answer> answered(String scope, @Nullable String key, String request) {
    if (key == null || !KEY.matcher(key).matches()) {
      return Optional.empty();
    }
    return QuarkusTransaction.requiringNew().call(() -> answeredKeyed(scope, key, request));
  }

  private Optional<Answer> answeredKeyed(String scope, String key, String request) {
    Instant forgotten = clock.instant().minus(life);
    for (byte[] hash : secrets.derive(PURPOSE, scope + " " + key)) {
      keys.forget(scope, hash, forgotten);
      Optional<Answer> stored = again(scope, hash, Token.hash(request));
      if (stored.isPresent()) {
        return stored;
      }
    }
    return Optional.empty();
  }

  /**
   * Forgets keys whose life is over.
   *
   * @return how many, at most so many at once
   */
  int forget(int most) {
    return keys.forget(clock.instant().minus(life), most);
  }

  private Answer keyed(String scope, String key, String request, Supplier<Answer> deed) {
    byte[] fingerprint = Token.hash(request);
    List<byte[]> hashes = secrets.derive(PURPOSE, scope + " " + key);
    Instant forgotten = clock.instant().minus(life);
    hashes.forEach(hash -> keys.forget(scope, hash, forgotten));
    for (byte[] older : hashes.subList(1, hashes.size())) {
      Optional<Answer> stored = again(scope, older, fingerprint);
      if (stored.isPresent()) {
        return stored.get();
      }
    }
    byte[] hash = hashes.getFirst();
    if (!keys.add(scope, hash, fingerprint, clock.instant())) {
      return again(scope, hash, fingerprint).orElseThrow();
    }
    Answer answer = deed.get();
    keys.answered(scope, hash, answer);
    return answer;
  }

  private Optional<Answer> again(String scope, byte[] hash, byte[] fingerprint) {
    Optional<IdempotencyKeyRepository.Stored> stored = keys.stored(scope, hash);
    if (stored.isPresent() && !MessageDigest.isEqual(stored.get().fingerprint(), fingerprint)) {
      throw new ProblemException(
          ProblemKind.IDEMPOTENCY_KEY_REUSED,
          "Take a new Idempotency-Key for a request with another body.");
    }
    return stored.map(
        it -> new Answer(Objects.requireNonNull(it.status()), Objects.requireNonNull(it.body())));
  }
}
