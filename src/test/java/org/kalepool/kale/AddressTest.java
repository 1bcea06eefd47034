package org.kalepool.kale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AddressTest {
  private static final String ACCOUNT = "GDRFSCRMFJ6FMPUH2G7ULOTSWXIRBIPH54RUMNA2FU4TNZ7C2TRKKC3S";
  private static final String KALE = "CDL74RF5BLYR2YBLCCI7F5FB6TPSCLKEJUBSD2RSVWZ4YHF3VMFAIGWA";

  @Property(tries = 300, seed = "20250801")
  void readsBackEveryAccountItWrites(@ForAll @Size(32) byte[] key) {
    Address address = Address.account(key);

    assertThat(address.bytes()).isEqualTo(key);
    assertThat(Address.of(address.text())).isEqualTo(address);
    assertThat(address.isAccount()).isTrue();
    assertThat(address.text()).startsWith("G").hasSize(56);
  }

  @Property(tries = 300, seed = "20250802")
  void readsBackEveryContractItWrites(@ForAll @Size(32) byte[] id) {
    Address address = Address.contract(id);

    assertThat(address.bytes()).isEqualTo(id);
    assertThat(Address.of(address.text())).isEqualTo(address);
    assertThat(address.isContract()).isTrue();
    assertThat(address.text()).startsWith("C").hasSize(56);
  }

  @Property(tries = 500, seed = "20250803")
  void noticesEverySingleMistypedCharacter(
      @ForAll @Size(32) byte[] key,
      @ForAll @IntRange(max = 55) int at,
      @ForAll @IntRange(min = 1, max = 31) int shift) {
    String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    StringBuilder text = new StringBuilder(Address.account(key).text());
    int typed = (alphabet.indexOf(text.charAt(at)) + shift) % 32;
    text.setCharAt(at, alphabet.charAt(typed));

    assertThatThrownBy(() -> Address.of(text.toString()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void tellsAccountsFromContracts() {
    assertThat(Address.of(ACCOUNT).isAccount()).isTrue();
    assertThat(Address.of(ACCOUNT).isContract()).isFalse();
    assertThat(Address.of(KALE).isContract()).isTrue();
    assertThat(Address.of(KALE)).hasToString(KALE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "GDRFSCRMFJ6FMPUH2G7ULOTSWXIRBIPH54RUMNA2FU4TNZ7C2TRKKC3",
        "GDRFSCRMFJ6FMPUH2G7ULOTSWXIRBIPH54RUMNA2FU4TNZ7C2TRKKC3SS",
        "gdrfscrmfj6fmpuh2g7ulotswxirbiph54rumna2fu4tnz7c2trkkc3s",
        "GDRFSCRMFJ6FMPUH2G7ULOTSWXIRBIPH54RUMNA2FU4TNZ7C2TRKKC3T",
        "SDRFSCRMFJ6FMPUH2G7ULOTSWXIRBIPH54RUMNA2FU4TNZ7C2TRKKC3S",
        "GDRFSCRMFJ6FMPUH2G7ULOTSWXIRBIPH54RUMNA2FU4TNZ7C2TRKKC3 "
      })
  void refusesWhatIsNoAddress(String text) {
    assertThatThrownBy(() -> Address.of(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesKeysOfAnotherLength() {
    assertThatThrownBy(() -> Address.account(new byte[31]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Address.contract(new byte[33]))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
