package org.kalepool.wallet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.kalepool.kale.Address;

class SealerTest {
  private static final UUID WALLET = new UUID(1, 2);
  private static final Address ACCOUNT = Address.account(filled(7));
  private static final byte[] SEED = filled(42);

  private final SecureRandom random = new SecureRandom();
  private final Sealer sealer = new Sealer(keys(1), random);

  @Test
  void opensWhatItSealed() {
    SealedSecret secret = sealer.seal(WALLET, ACCOUNT, SEED.clone());
    assertThat(sealer.open(WALLET, ACCOUNT, secret)).isEqualTo(SEED);
    assertThat(secret.format()).isEqualTo(1);
    assertThat(secret.sealed()).hasSize(12 + 32 + 16);
    assertThat(secret.wrappedKey()).hasSize(12 + 32 + 16);
  }

  @Test
  void sealsTheSameSeedDifferentlyEachTime() {
    SealedSecret one = sealer.seal(WALLET, ACCOUNT, SEED);
    SealedSecret two = sealer.seal(WALLET, ACCOUNT, SEED);
    assertThat(one.sealed()).isNotEqualTo(two.sealed());
    assertThat(one.wrappedKey()).isNotEqualTo(two.wrappedKey());
  }

  @Test
  void refusesARowWithAnyBitChanged() {
    SealedSecret secret = sealer.seal(WALLET, ACCOUNT, SEED);
    for (int at = 0; at < secret.sealed().length; at++) {
      byte[] changed = flipped(secret.sealed(), at);
      SealedSecret row = new SealedSecret(1, secret.kekId(), secret.wrappedKey(), changed);
      assertThatThrownBy(() -> sealer.open(WALLET, ACCOUNT, row))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("was changed");
    }
    for (int at = 0; at < secret.wrappedKey().length; at++) {
      byte[] changed = flipped(secret.wrappedKey(), at);
      SealedSecret row = new SealedSecret(1, secret.kekId(), changed, secret.sealed());
      assertThatThrownBy(() -> sealer.open(WALLET, ACCOUNT, row))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("was changed");
    }
  }

  @Test
  void refusesARowThatWasPutInAnothersPlace() {
    SealedSecret secret = sealer.seal(WALLET, ACCOUNT, SEED);
    assertThatThrownBy(() -> sealer.open(new UUID(1, 3), ACCOUNT, secret))
        .hasMessageContaining("belongs to another wallet");
    assertThatThrownBy(() -> sealer.open(WALLET, Address.account(filled(8)), secret))
        .hasMessageContaining("belongs to another wallet");
  }

  @Test
  void refusesASeedUnderAnotherRowsDataKey() {
    SealedSecret one = sealer.seal(WALLET, ACCOUNT, SEED);
    SealedSecret two = sealer.seal(WALLET, ACCOUNT, filled(43));
    SealedSecret mixed = new SealedSecret(1, one.kekId(), one.wrappedKey(), two.sealed());
    assertThatThrownBy(() -> sealer.open(WALLET, ACCOUNT, mixed))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void refusesAnUnknownFormatAndATruncatedRow() {
    SealedSecret secret = sealer.seal(WALLET, ACCOUNT, SEED);
    SealedSecret later = new SealedSecret(2, secret.kekId(), secret.wrappedKey(), secret.sealed());
    assertThatThrownBy(() -> sealer.open(WALLET, ACCOUNT, later))
        .hasMessageContaining("unknown format 2");
    SealedSecret shortened =
        new SealedSecret(
            1, secret.kekId(), Arrays.copyOf(secret.wrappedKey(), 12), secret.sealed());
    assertThatThrownBy(() -> sealer.open(WALLET, ACCOUNT, shortened))
        .hasMessageContaining("too short");
  }

  @Test
  void namesTheMissingKeyWhenGivenAnother() {
    SealedSecret secret = sealer.seal(WALLET, ACCOUNT, SEED);
    Sealer stranger = new Sealer(keys(2), random);
    assertThatThrownBy(() -> stranger.open(WALLET, ACCOUNT, secret))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(secret.kekId())
        .hasMessageContaining("kale.wallet.old-kek-files");
  }

  @Test
  void rewrapsUnderTheCurrentKeyWithoutTouchingTheSeed() {
    SealedSecret secret = sealer.seal(WALLET, ACCOUNT, SEED);
    Sealer both = new Sealer(new KeyEncryption(List.of(filled(2), filled(1))), random);
    SealedSecret rewrapped = both.rewrap(WALLET, ACCOUNT, secret);
    assertThat(rewrapped.sealed()).isEqualTo(secret.sealed());
    assertThat(rewrapped.kekId()).isNotEqualTo(secret.kekId());
    assertThat(new Sealer(keys(2), random).open(WALLET, ACCOUNT, rewrapped)).isEqualTo(SEED);
    assertThatThrownBy(() -> sealer.open(WALLET, ACCOUNT, rewrapped))
        .hasMessageContaining("is not configured");
  }

  @Test
  void tellsNoSecretInItsTextForms() {
    KeyEncryption keys = keys(1);
    SealedSecret secret = sealer.seal(WALLET, ACCOUNT, SEED);
    String texts = keys + " " + keys.current() + " " + sealer + " " + secret;
    assertThat(texts).doesNotContain(HexFormat.of().formatHex(filled(1)));
    assertThat(texts).doesNotContain(HexFormat.of().formatHex(SEED));
    assertThat(keys.current().toString()).isEqualTo("key " + secret.kekId());
  }

  @Test
  void derivesTheSameSecretsFromTheSameKeyAndOthersForOtherPurposes() {
    List<byte[]> one = keys(1).derive("token", "farmer");
    assertThat(one).hasSize(1);
    assertThat(one.getFirst()).hasSize(32).isEqualTo(keys(1).derive("token", "farmer").getFirst());
    assertThat(one.getFirst()).isNotEqualTo(keys(1).derive("toke", "nfarmer").getFirst());
    assertThat(one.getFirst()).isNotEqualTo(keys(2).derive("token", "farmer").getFirst());
    assertThat(new KeyEncryption(List.of(filled(2), filled(1))).derive("token", "farmer").get(1))
        .isEqualTo(one.getFirst());
  }

  private static KeyEncryption keys(int fill) {
    return new KeyEncryption(List.of(filled(fill)));
  }

  private static byte[] filled(int value) {
    byte[] bytes = new byte[32];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }

  private static byte[] flipped(byte[] bytes, int at) {
    byte[] changed = bytes.clone();
    changed[at] ^= 1;
    return changed;
  }
}
