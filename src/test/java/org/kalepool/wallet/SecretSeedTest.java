package org.kalepool.wallet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.stellar.sdk.KeyPair;

class SecretSeedTest {
  @Test
  void readsWhatTheSdkWrites() {
    for (int i = 0; i < 50; i++) {
      KeyPair pair = KeyPair.random();
      char[] text = pair.getSecretSeed();
      byte[] seed = SecretSeed.parse(text);
      assertThat(KeyPair.fromSecretSeed(seed).getAccountId()).isEqualTo(pair.getAccountId());
    }
  }

  @Test
  void refusesTypingErrorsWithoutRepeatingTheSecret() {
    char[] text = KeyPair.random().getSecretSeed();
    for (int i = 0; i < text.length; i++) {
      char[] wrong = text.clone();
      wrong[i] = wrong[i] == 'A' ? 'B' : 'A';
      assertThatThrownBy(() -> SecretSeed.parse(wrong))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageNotContaining(new String(wrong));
    }
    assertThatThrownBy(() -> SecretSeed.parse("S1".toCharArray())).hasMessageContaining("56");
    assertThatThrownBy(() -> SecretSeed.parse("s".repeat(56).toCharArray()))
        .hasMessageContaining("A–Z");
    assertThatThrownBy(() -> SecretSeed.parse(KeyPair.random().getAccountId().toCharArray()))
        .hasMessageContaining("not a secret");
  }
}
