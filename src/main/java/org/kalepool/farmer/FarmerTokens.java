package org.kalepool.farmer;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Singleton;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.kalepool.db.Db;
import org.kalepool.wallet.DerivedSecrets;
import org.kalepool.web.Audit;
import org.kalepool.web.Caller;
import org.kalepool.web.Token;
import org.kalepool.web.TokenOwners;

/** Makes farmers' tokens and knows them again. Only hashes are stored. */
@Singleton
final class FarmerTokens implements TokenOwners {
  private static final Logger LOG = Logger.getLogger(FarmerTokens.class);
  private static final String PREFIX = "kf";
  private static final String PURPOSE = "farmer token";

  private final Db db;
  private final RandomGenerator random;
  private final DerivedSecrets secrets;
  private final Audit audit;
  private final Lapsed lapsed;

  FarmerTokens(Db db, RandomGenerator random, DerivedSecrets secrets, Audit audit, Lapsed lapsed) {
    this.db = db;
    this.audit = audit;
    this.lapsed = lapsed;
    this.random = random;
    this.secrets = secrets;
  }

  /**
   * A new token.
   *
   * @param idempotencyKey if there is one, the token can be made again from it
   */
  String make(UUID farmer, @Nullable String idempotencyKey) {
    if (idempotencyKey != null) {
      return Token.of(PREFIX, secrets.derive(PURPOSE, farmer + " " + idempotencyKey).getFirst());
    }
    return Token.of(PREFIX, secret());
  }

  private byte[] secret() {
    byte[] secret = new byte[32];
    random.nextBytes(secret);
    return secret;
  }

  /**
   * Another token. A farmer's own comes into force when it is first used, so that an answer that is
   * lost locks nobody out; an operator's at once, as the old one was lost or found by others.
   *
   * @param by {@link Caller#FARMER} or {@link Caller#OPERATOR}
   */
  String rotate(UUID farmer, String by) {
    String token = make(farmer, null);
    byte[] hash = Token.hash(token);
    QuarkusTransaction.requiringNew()
        .run(
            () -> {
              if (by.equals(Caller.OPERATOR)) {
                replace(farmer, hash);
              } else {
                db.update("update farmers set next_token_hash = ? where id = ?", hash, farmer);
              }
              audit.noteIfOperators(by, new Audit.Command("issue-token", farmer.toString(), null));
            });
    LOG.infof("farmer %s: another token was made, by %s", farmer, by);
    return token;
  }

  /** Makes all of a farmer's tokens worthless at once. */
  void revoke(UUID farmer, String by) {
    QuarkusTransaction.requiringNew()
        .run(
            () -> {
              // The hash of nothing that anybody could send.
              replace(farmer, secret());
              audit.noteIfOperators(by, new Audit.Command("revoke-token", farmer.toString(), null));
            });
    LOG.infof("farmer %s: its tokens were revoked, by %s", farmer, by);
  }

  private void replace(UUID farmer, byte[] hash) {
    db.update(
        "update farmers set token_hash = ?, next_token_hash = null where id = ?", hash, farmer);
  }

  /** The token made for this key; empty if the key-encryption key of that day is gone. */
  Optional<String> again(UUID farmer, String idempotencyKey) {
    return secrets.derive(PURPOSE, farmer + " " + idempotencyKey).stream()
        .map(secret -> Token.of(PREFIX, secret))
        .filter(token -> isOf(farmer, Token.hash(token)))
        .findFirst();
  }

  private boolean isOf(UUID farmer, byte[] hash) {
    return owner(hash).filter(owner -> owner.name().equals(farmer.toString())).isPresent();
  }

  /**
   * Whose token it is.
   *
   * @param next whether it has not come into force yet
   */
  private record Known(UUID farmer, boolean next) {}

  @Override
  public Optional<Owner> owner(byte[] tokenHash) {
    return known(tokenHash)
        .filter(known -> !known.next() || comesIntoForce(known.farmer(), tokenHash))
        .map(Known::farmer)
        .or(() -> lapsed.owner(tokenHash))
        .map(farmer -> new Owner(farmer.toString(), Caller.FARMER));
  }

  private Optional<Known> known(byte[] tokenHash) {
    return db.one(
        "select id, token_hash, next_token_hash from farmers where token_hash = ?"
            + " or next_token_hash = ?",
        row -> {
          boolean inForce = MessageDigest.isEqual(row.getBytes("token_hash"), tokenHash);
          return new Known(row.getObject("id", UUID.class), !inForce);
        },
        tokenHash,
        tokenHash);
  }

  /** The first use of a new token ends the old one; of two at once the second finds it done. */
  private boolean comesIntoForce(UUID farmer, byte[] tokenHash) {
    return db.update(
                "update farmers set token_hash = next_token_hash, next_token_hash = null"
                    + " where id = ? and next_token_hash = ?",
                farmer,
                tokenHash)
            > 0
        || known(tokenHash).filter(known -> !known.next()).isPresent();
  }
}
