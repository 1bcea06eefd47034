package org.kalepool.web;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Singleton;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import org.kalepool.db.Db;

/**
 * Lets a POST be sent again without being done again. The key is stored in the transaction that
 * does the deed, so that either both are there or neither; of two at once the second waits for the
 * first. A request that failed is not remembered.
 */
@Singleton
public final class Idempotency {
  private static final Pattern KEY = Pattern.compile("[!-~]{8,128}");

  private final Db db;
  private final Clock clock;
  private final Duration life;

  /**
   * @param life {@code kale.http.idempotency-life}: how long an answer is given again
   */
  Idempotency(
      Db db,
      Clock clock,
      @ConfigProperty(name = "kale.http.idempotency-life", defaultValue = "24h") Duration life) {
    this.db = db;
    this.clock = clock;
    this.life = life;
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

  private Answer keyed(String scope, String key, String request, Supplier<Answer> deed) {
    byte[] fingerprint = Token.hash(request);
    db.update(
        "delete from idempotency_keys where scope = ? and key = ? and at < ?",
        scope,
        key,
        clock.instant().minus(life));
    int inserted =
        db.update(
            "insert into idempotency_keys (scope, key, fingerprint, at) values (?, ?, ?, ?)"
                + " on conflict do nothing",
            scope,
            key,
            fingerprint,
            clock.instant());
    if (inserted == 0) {
      return again(scope, key, fingerprint);
    }
    Answer answer = deed.get();
    db.update(
        "update idempotency_keys set status = ?, body = ? where scope = ? and key = ?",
        answer.status(),
        answer.body(),
        scope,
        key);
    return answer;
  }

  private record Stored(byte[] fingerprint, Answer answer) {}

  private Answer again(String scope, String key, byte[] fingerprint) {
    Stored stored =
        db.one(
                "select fingerprint, status, body from idempotency_keys where scope = ? and key = ?",
                row ->
                    new Stored(
                        row.getBytes("fingerprint"),
                        new Answer(row.getInt("status"), row.getString("body"))),
                scope,
                key)
            .orElseThrow();
    if (!MessageDigest.isEqual(stored.fingerprint(), fingerprint)) {
      throw new ProblemException(
          ProblemKind.IDEMPOTENCY_KEY_REUSED,
          "Take a new Idempotency-Key for a request with another body.");
    }
    return stored.answer();
  }
}
