package org.kalepool.kale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WorkHashTest {
  private static final Address FARMER =
      Address.of("GC5HD7K53G4IQWYMKEKSZKXQCKY6F6VHSS6PR4ICU66BR2WJWUDUL64K");
  private static final Hash ENTROPY =
      Hash.ofHex("64ba528d6385b3cad2792bbc25169e384d8efb5df6c4a7b1e9d39ceca2203e56");

  @Test
  void laysOutIndexNonceEntropyAndFarmer() {
    byte[] message = WorkMessage.of(0xfffefdfcL, 0xf1f2f3f4f5f6f7f8L, ENTROPY, FARMER);

    assertThat(message).hasSize(76);
    assertThat(message)
        .startsWith(0xff, 0xfe, 0xfd, 0xfc, 0xf1, 0xf2, 0xf3, 0xf4, 0xf5, 0xf6, 0xf7, 0xf8);
    assertThat(message).endsWith(FARMER.bytes());
    assertThat(java.util.Arrays.copyOfRange(message, 12, 44)).isEqualTo(ENTROPY.bytes());
  }

  @Test
  void hashesAnUnsignedNonce() {
    long nonce = Long.parseUnsignedLong("18446744073709551596");

    assertThat(WorkHash.of(693_254_813, nonce, ENTROPY, FARMER))
        .isEqualTo(Hash.ofHex("da726dec291b3e7886fd99c1d2eeb5c5fc108421f6fd65d3eef42cdd162f6d8d"));
  }

  @ParameterizedTest
  @CsvSource({"-1", "4294967296"})
  void refusesAnIndexBeyond32Bits(long index) {
    assertThatThrownBy(() -> WorkMessage.of(index, 0, ENTROPY, FARMER))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({"f, 0", "0f, 1", "00f, 2", "0000001, 6"})
  void countsLeadingZeroDigits(String start, int zeros) {
    String hex = start + "a".repeat(64 - start.length());

    assertThat(Hash.ofHex(hex).zeros()).isEqualTo(zeros);
  }

  @Test
  void countsAHashOfZerosOnly() {
    assertThat(Hash.ZERO.zeros()).isEqualTo(64);
  }

  @Test
  void refusesWhatIsNoHash() {
    assertThatThrownBy(() -> Hash.ofHex("00")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Hash.ofHex("G".repeat(64)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Hash.ofHex("A".repeat(64)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(Hash.of("0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII)))
        .hasToString("3031323334353637383961626364656630313233343536373839616263646566");
  }
}
