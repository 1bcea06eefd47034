package org.kalepool.notice;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.kalepool.kale.Sha256;

class ChannelSecretsTest {
  private static final UUID CHANNEL = new UUID(1, 2);
  private static final String PLAIN = "https://hooks.example/secret\nkw_key";

  private static ChannelSecrets with(String... keys) {
    return new ChannelSecrets(
        (purpose, of) ->
            Arrays.stream(keys).map(key -> Sha256.of(key + "|" + purpose + "|" + of)).toList(),
        new Random(1));
  }

  @Test
  void opensWhatTheCurrentOrAnOldKeyHasSealedForThisChannelOnly() {
    byte[] sealed = with("a").seal(CHANNEL, PLAIN);
    assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("secret");
    assertThat(with("a").open(CHANNEL, sealed)).contains(PLAIN);
    assertThat(with("b", "a").open(CHANNEL, sealed)).contains(PLAIN);
    assertThat(with("b").open(CHANNEL, sealed)).isEmpty();
    assertThat(with("a").open(new UUID(1, 3), sealed)).isEmpty();
    sealed[20] ^= 1;
    assertThat(with("a").open(CHANNEL, sealed)).isEmpty();
    assertThat(with("a").current()).isNotEqualTo(with("b", "a").current()).hasSize(16);
  }

  @Test
  void aConfirmationIsGoodForItsChannelUnderAnyKeyThatIsThere() {
    String proof = with("a").confirmation(CHANNEL);
    assertThat(with("a").confirmed(proof)).contains(CHANNEL);
    assertThat(with("b", "a").confirmed(proof)).contains(CHANNEL);
    assertThat(with("b").confirmed(proof)).isEmpty();
    for (String wrong : List.of("", "x", new UUID(1, 3) + proof.substring(36), proof + "0")) {
      assertThat(with("a").confirmed(wrong)).as(wrong).isEmpty();
    }
  }
}
