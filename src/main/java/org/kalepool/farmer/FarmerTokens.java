package org.kalepool.farmer;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
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

  private final FarmerRepository farmers;
  private final RandomGenerator random;
  private final DerivedSecrets secrets;
  private final Audit audit;
  private final Lapsed lapsed;
  private final WalletLogIns logIns;

  FarmerTokens(
      FarmerRepository farmers,
      RandomGenerator random,
      DerivedSecrets secrets,
      Audit audit,
      Lapsed lapsed,
      WalletLogIns logIns) {
    this.farmers = farmers;
    this.audit = audit;
    this.lapsed = lapsed;
    this.logIns = logIns;
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
   * lost locks nobody out; an operator's at once, as the old one was lost or found by others, and
   * so does that of a farmer who needs none to log in.
   *
   * @param by {@link Caller#FARMER} or {@link Caller#OPERATOR}
   * @param atOnce whether the old one ends now
   */
  String rotate(UUID farmer, String by, boolean atOnce) {
    String token = make(farmer, null);
    byte[] hash = Token.hash(token);
    QuarkusTransaction.requiringNew()
        .run(
            () -> {
              if (atOnce) {
                farmers.replaceToken(farmer, hash);
              } else {
                farmers.nextToken(farmer, hash);
              }
              audit.noteIfOperators(by, new Audit.Command("issue-token", farmer.toString(), null));
            });
    LOG.infof("farmer %s: another token was made, by %s", farmer, by);
    return token;
  }

  /** Makes all of a farmer's tokens worthless at once, those of its payout wallet as well. */
  void revoke(UUID farmer, String by) {
    QuarkusTransaction.requiringNew()
        .run(
            () -> {
              // The hash of nothing that anybody could send.
              farmers.replaceToken(farmer, secret());
              logIns.endAll(farmer);
              audit.noteIfOperators(by, new Audit.Command("revoke-token", farmer.toString(), null));
            });
    LOG.infof("farmer %s: its tokens were revoked, by %s", farmer, by);
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

  @Override
  public Optional<Owner> owner(byte[] tokenHash) {
    return farmers
        .withToken(tokenHash)
        .filter(known -> known.has(tokenHash) || comesIntoForce(known.id(), tokenHash))
        .map(FarmerRepository.TokenRow::id)
        .or(() -> lapsed.owner(tokenHash))
        .map(farmer -> new Owner(farmer.toString(), Caller.FARMER));
  }

  /** The first use of a new token ends the old one; of two at once the second finds it done. */
  private boolean comesIntoForce(UUID farmer, byte[] tokenHash) {
    return farmers.takeNextToken(farmer, tokenHash)
        || farmers.withToken(tokenHash).filter(known -> known.has(tokenHash)).isPresent();
  }
}
