package org.kalepool.webauth;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.random.RandomGenerator;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.kalepool.kale.Address;
import org.kalepool.kale.Destination;
import org.kalepool.stellar.Challenge;
import org.kalepool.stellar.SignedChallenge;
import org.kalepool.stellar.Signer;
import org.kalepool.wallet.Wallets;
import org.kalepool.web.ProblemException;
import org.kalepool.web.ProblemKind;

/**
 * Makes challenges and knows its own again. Nothing is stored of one that was made: what it says is
 * signed by the pool's own key.
 */
@Singleton
final class Challenges {
  /** How long one can be answered. */
  static final Duration LIFE = Duration.ofMinutes(15);

  /** How far apart the clocks of two processes of one pool may be. */
  private static final Duration SKEW = Duration.ofSeconds(30);

  private final WebAuthDomains domains;
  private final Wallets wallets;
  private final Signer signer;
  private final RandomGenerator random;
  private final Clock clock;

  Challenges(
      WebAuthDomains domains, Wallets wallets, Signer signer, RandomGenerator random, Clock clock) {
    this.domains = domains;
    this.wallets = wallets;
    this.signer = signer;
    this.random = random;
    this.clock = clock;
  }

  /** A challenge for this wallet, signed by the pool, as XDR in Base64. */
  String make(Destination wallet) {
    WebAuthDomains.Domains names = domains.require();
    Address server = wallets.signingKey();
    byte[] bytes = new byte[Challenge.RANDOM_BYTES];
    random.nextBytes(bytes);
    Instant now = clock.instant();
    Challenge made =
        new Challenge(
            server,
            wallet,
            names.home(),
            names.auth(),
            Base64.getEncoder().encodeToString(bytes),
            now,
            now.plus(LIFE));
    return made.envelope(signer.sign(server, made.hash(names.passphrase())));
  }

  /**
   * A challenge that was made here and can be answered now, with the signatures of others.
   *
   * @throws ProblemException if it is none
   */
  Answered read(String envelope) {
    WebAuthDomains.Domains names = domains.require();
    SignedChallenge signed;
    try {
      signed = SignedChallenge.read(envelope);
    } catch (IllegalArgumentException e) {
      throw refused("This is no challenge of the pool's: " + e.getMessage() + ".");
    }
    Challenge challenge = signed.challenge();
    byte[] hash = signed.hash(names.passphrase());
    Address server = wallets.signingKey();
    boolean ours =
        challenge.server().equals(server)
            && signed.signatures().stream().anyMatch(it -> isBy(server, it, hash));
    if (!ours) {
      throw refused(
          "This challenge was not made and signed by this pool, or was signed for another"
              + " network.");
    }
    if (!challenge.homeDomain().equals(names.home())
        || !challenge.webAuthDomain().equals(names.auth())) {
      throw refused("This challenge is for another domain than " + names.home() + ".");
    }
    Instant now = clock.instant();
    if (now.isAfter(challenge.until()) || now.plus(SKEW).isBefore(challenge.from())) {
      throw refused("This challenge is over: get another one.");
    }
    return new Answered(challenge, hash, signed.without(it -> isBy(server, it, hash)));
  }

  /**
   * A challenge with its answer.
   *
   * @param signed the signatures beside the pool's own
   */
  record Answered(Challenge challenge, byte[] hash, List<SignedChallenge.Signature> signed) {}

  /** Whether a signature is by this key. */
  static boolean isBy(Address key, SignedChallenge.Signature signature, byte[] hash) {
    return signature.mayBe(key)
        && Ed25519.verify(signature.bytes(), 0, key.bytes(), 0, hash, 0, hash.length);
  }

  static ProblemException refused(String why) {
    return new ProblemException(ProblemKind.CHALLENGE_REFUSED, why);
  }
}
