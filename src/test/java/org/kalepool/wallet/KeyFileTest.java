package org.kalepool.wallet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kalepool.settings.SettingsOf;

class KeyFileTest {
  @TempDir Path folder;

  @Test
  void readsHexadecimalDigitsAndBothKindsOfBase64() {
    Random random = new Random(1);
    for (int i = 0; i < 200; i++) {
      byte[] key = new byte[32];
      random.nextBytes(key);
      assertThat(parse(HexFormat.of().formatHex(key))).isEqualTo(key);
      assertThat(parse(HexFormat.of().withUpperCase().formatHex(key) + "\n")).isEqualTo(key);
      assertThat(parse(Base64.getEncoder().encodeToString(key) + "\n")).isEqualTo(key);
      assertThat(parse(" " + Base64.getUrlEncoder().withoutPadding().encodeToString(key)))
          .isEqualTo(key);
    }
  }

  @Test
  void refusesAnythingElseWithoutRepeatingIt() {
    for (String text : List.of("", "secret", "zz".repeat(32), "a".repeat(63), "*".repeat(43))) {
      assertThatThrownBy(() -> parse(text))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("here must hold 32 bytes, as 64 hexadecimal digits or as Base64");
    }
  }

  @Test
  void namesTheFileItCannotRead() throws IOException {
    Path missing = folder.resolve("kek");
    assertThatThrownBy(() -> KeyFile.read(missing)).hasMessageContaining(missing.toString());
    Files.writeString(missing, "0f".repeat(32));
    assertThat(KeyFile.read(missing)).containsOnly(0x0f);
  }

  @Test
  void doesNotStartWithoutAKeyEncryptionKey() {
    KeyEncryptionProducer producer = new KeyEncryptionProducer();
    assertThatThrownBy(() -> producer.keys(SettingsOf.mapping(WalletSettings.class)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("kale.wallet.kek-file")
        .hasMessageContaining("KALE_WALLET_KEK");
  }

  @Test
  void takesTheFileBeforeTheEnvironmentAndOldKeysAfterBoth() throws IOException {
    KeyEncryptionProducer producer = new KeyEncryptionProducer();
    Path one = Files.writeString(folder.resolve("one"), "01".repeat(32));
    Path two = Files.writeString(folder.resolve("two"), "02".repeat(32));
    KeyEncryption keys =
        producer.keys(
            SettingsOf.mapping(
                WalletSettings.class,
                "kale.wallet.kek-file",
                one.toString(),
                "kale.wallet.kek",
                "03".repeat(32),
                "kale.wallet.old-kek-files",
                two.toString()));
    String third = new KeyEncryption(List.of(parse("03".repeat(32)))).current().id();
    String second = new KeyEncryption(List.of(parse("02".repeat(32)))).current().id();
    assertThat(keys.current().id()).isNotIn(second, third);
    assertThat(keys.find(second).id()).isEqualTo(second);
    assertThatThrownBy(() -> keys.find(third)).hasMessageContaining("is not configured");
  }

  private static byte[] parse(String text) {
    return KeyFile.parse(text.toCharArray(), "here");
  }
}
