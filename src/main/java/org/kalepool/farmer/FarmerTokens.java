package org.kalepool.farmer;

import jakarta.inject.Singleton;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.kalepool.db.Db;
import org.kalepool.wallet.DerivedSecrets;
import org.kalepool.web.Caller;
import org.kalepool.web.Token;
import org.kalepool.web.TokenOwners;

/** Makes farmers' tokens and knows them again. Only hashes are stored. */
@Singleton
final class FarmerTokens implements TokenOwners {
  private static final String PREFIX = "kf";
  private static final String PURPOSE = "farmer token";

  private final Db db;
  private final RandomGenerator random;
  private final DerivedSecrets secrets;

  FarmerTokens(Db db, RandomGenerator random, DerivedSecrets secrets) {
    this.db = db;
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
    byte[] secret = new byte[32];
    random.nextBytes(secret);
    return Token.of(PREFIX, secret);
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

  private record Known(UUID farmer, byte[] hash) {}

  @Override
  public Optional<Owner> owner(byte[] tokenHash) {
    return db.one(
            "select id, token_hash from farmers where token_hash = ?",
            row -> new Known(row.getObject(1, UUID.class), row.getBytes(2)),
            tokenHash)
        .filter(known -> MessageDigest.isEqual(known.hash(), tokenHash))
        .map(known -> new Owner(known.farmer().toString(), Caller.FARMER));
  }
}
