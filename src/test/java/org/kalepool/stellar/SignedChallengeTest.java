package org.kalepool.stellar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigInteger;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.kalepool.kale.Address;
import org.kalepool.kale.Destination;
import org.kalepool.kale.Memo;
import org.stellar.sdk.KeyPair;
import org.stellar.sdk.Network;
import org.stellar.sdk.Sep10Challenge;
import org.stellar.sdk.TimeBounds;

/** Challenges against the SDK's own idea of them, in both directions. */
class SignedChallengeTest {
  private static final String PASSPHRASE = Network.TESTNET.getNetworkPassphrase();

  private final KeyPair server = KeyPair.random();
  private final KeyPair wallet = KeyPair.random();
  private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);

  private Challenge challenge(@Nullable Long id, @Nullable Memo memo) {
    byte[] random = new byte[Challenge.RANDOM_BYTES];
    new Random(3).nextBytes(random);
    return new Challenge(
        Address.of(server.getAccountId()),
        new Destination(Address.of(wallet.getAccountId()), id, memo),
        "pool.example",
        "auth.pool.example",
        Base64.getEncoder().encodeToString(random),
        now,
        now.plusSeconds(900));
  }

  private String envelope(Challenge challenge) {
    return challenge.envelope(server.sign(challenge.hash(PASSPHRASE)));
  }

  @Test
  void theSdkTakesWhatIsMadeHere() throws Exception {
    Sep10Challenge.ChallengeTransaction read =
        Sep10Challenge.readChallengeTransaction(
            envelope(challenge(null, null)),
            server.getAccountId(),
            Network.TESTNET,
            "pool.example",
            "auth.pool.example");
    assertThat(read.getClientAccountId()).isEqualTo(wallet.getAccountId());
    read.getTransaction().sign(wallet);
    assertThat(
            Sep10Challenge.verifyChallengeTransactionSigners(
                read.getTransaction().toEnvelopeXdrBase64(),
                server.getAccountId(),
                Network.TESTNET,
                "pool.example",
                "auth.pool.example",
                Set.of(wallet.getAccountId())))
        .containsExactly(wallet.getAccountId());
  }

  @Test
  void whatTheSdkMakesIsReadHere() throws Exception {
    TimeBounds bounds =
        new TimeBounds(
            BigInteger.valueOf(now.getEpochSecond()),
            BigInteger.valueOf(now.getEpochSecond() + 900));
    String made =
        Sep10Challenge.newChallenge(
                server,
                Network.TESTNET,
                wallet.getAccountId(),
                "pool.example",
                "auth.pool.example",
                bounds)
            .toEnvelopeXdrBase64();
    SignedChallenge read = SignedChallenge.read(made);
    assertThat(read.challenge().homeDomain()).isEqualTo("pool.example");
    assertThat(read.challenge().webAuthDomain()).isEqualTo("auth.pool.example");
    assertThat(read.challenge().wallet()).isEqualTo(challenge(null, null).wallet());
    assertThat(read.challenge().until()).isEqualTo(now.plusSeconds(900));
    assertThat(server.verify(read.hash(PASSPHRASE), read.signatures().getFirst().bytes())).isTrue();
  }

  @Test
  void everyKindOfWalletIsReadAsItWasWritten() {
    for (Challenge each :
        new Challenge[] {
          challenge(null, null),
          challenge(-1L, null),
          challenge(null, new Memo(Memo.Kind.ID, "18446744073709551615"))
        }) {
      SignedChallenge read = SignedChallenge.read(envelope(each));
      assertThat(read.challenge()).isEqualTo(each);
      assertThat(read.hash(PASSPHRASE)).isEqualTo(each.hash(PASSPHRASE));
    }
  }

  @Test
  void whatIsChangedIsReadAsSomethingElseOrRefusedAndNeverFailsOtherwise() {
    byte[] good = Base64.getDecoder().decode(envelope(challenge(null, null)));
    byte[] hash = challenge(null, null).hash(PASSPHRASE);
    for (int i = 0; i < good.length * 8; i++) {
      byte[] bad = good.clone();
      bad[i / 8] ^= (byte) (1 << i % 8);
      try {
        SignedChallenge read = SignedChallenge.read(Base64.getEncoder().encodeToString(bad));
        boolean signatureOnly = Arrays.equals(read.hash(PASSPHRASE), hash);
        assertThat(signatureOnly && !isSignedBy(read)).isEqualTo(i / 8 >= good.length - 72);
      } catch (IllegalArgumentException e) {
        assertThat(e).hasMessageNotContaining("null");
      }
    }
  }

  private boolean isSignedBy(SignedChallenge read) {
    return read.signatures().stream()
        .anyMatch(
            it ->
                it.mayBe(Address.of(server.getAccountId()))
                    && server.verify(read.hash(PASSPHRASE), it.bytes()));
  }

  @Test
  void noLengthThatAStrangerWritesMakesRoomForIt() {
    byte[] good = Base64.getDecoder().decode(envelope(challenge(null, null)));
    for (int i = 0; i + 4 <= good.length; i += 4) {
      byte[] bad = good.clone();
      bad[i] = 0x7f;
      Arrays.fill(bad, i + 1, i + 4, (byte) 0xff);
      try {
        assertThat(
                SignedChallenge.read(Base64.getEncoder().encodeToString(bad)).signatures().size())
            .isLessThanOrEqualTo(1);
      } catch (IllegalArgumentException e) {
        assertThat(e.getMessage()).isNotBlank();
      }
    }
    assertThatIllegalArgumentException().isThrownBy(() -> SignedChallenge.read("A".repeat(8_004)));
  }
}
