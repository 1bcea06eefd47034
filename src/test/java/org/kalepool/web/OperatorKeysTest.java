package org.kalepool.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kalepool.settings.SettingsOf;
import org.kalepool.stellar.NetworkSettings;

class OperatorKeysTest {
  private static final String SANDBOX = "Standalone Network ; February 2017";
  private static final String TESTNET = "Test SDF Network ; September 2015";
  private static final String HEX = "ab".repeat(32);

  @TempDir Path folder;

  private static OperatorKeys keys(String text, String network) {
    return keys("kale.operator.key", text, network);
  }

  private static OperatorKeys keys(String setting, String value, String network) {
    return new OperatorKeys(
        SettingsOf.mapping(OperatorSettings.class, setting, value),
        SettingsOf.mapping(NetworkSettings.class, "kale.network.passphrase", network));
  }

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("keys"), text);
  }

  private OperatorKeys file(String text) throws IOException {
    Path file = write(text);
    return keys("kale.operator.key-file", file.toString(), TESTNET);
  }

  private static Optional<String> owner(OperatorKeys keys, String key) {
    return keys.owner(Token.hash(key)).map(TokenOwners.Owner::name);
  }

  @Test
  void everyKeyHasAName() throws IOException {
    OperatorKeys keys =
        file(
            "# who may do anything\n\n"
                + OperatorKeyFile.entry("alice", "ko_alices").line()
                + "\n  "
                + OperatorKeyFile.entry("bob-2", "ko_bobs").line()
                + "\n");
    assertThat(owner(keys, "ko_alices")).contains("alice");
    assertThat(owner(keys, "ko_bobs")).contains("bob-2");
    assertThat(owner(keys, "ko_carols")).isEmpty();
    assertThat(keys.isSet()).isTrue();
  }

  @Test
  void aKeyThatIsTooShortIsRefusedInOneSentenceThatDoesNotTellIt() {
    assertThatThrownBy(() -> keys("too-short", SANDBOX))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("kale.operator.key holds an operators' key of 9 characters")
        .hasMessageContaining("at least 16")
        .hasMessageContaining("./pool operator-key NAME")
        .hasMessageNotContaining("too-short");
  }

  @Test
  void onAPublicNetworkOnlyHashesAreKept() {
    String key = "a-key-as-it-is-0123456789";
    assertThat(owner(keys(key, SANDBOX), key)).contains("operator");
    assertThatThrownBy(() -> keys(key, TESTNET))
        .hasMessageContaining("only its hash may be kept")
        .hasMessageNotContaining(key);
    String line = OperatorKeyFile.entry("operator", key).line();
    assertThat(owner(keys(line, TESTNET), key)).contains("operator");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "alice", // short, as it is
        "alice sha256:abc",
        "alice sha1:" + "ab",
        "alice\tmd5",
        "Alice sha256:",
        "farmer sha256:",
        "sha256:",
        "alice sha256:,alice sha256:",
        "alice sha256:,bob sha256:",
        "# nothing",
        "secret-that-must-not-be-told and more"
      })
  void whatIsNoKeyFileEndsTheStartWithoutBeingTold(String odd) throws IOException {
    String text =
        odd.replaceAll("(?<=sha256:)(?=,|$)", HEX).replace(",", "\n"); // the same hash twice
    assertThatThrownBy(() -> file(text))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("kale.operator.key-file (" + folder.resolve("keys") + ")")
        .hasMessageNotContaining("secret-that")
        .hasMessageNotContaining(HEX);
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    Path none = folder.resolve("none");
    assertThatThrownBy(() -> keys("kale.operator.key-file", none.toString(), SANDBOX))
        .hasMessage("kale.operator.key-file: " + none + " cannot be read (NoSuchFileException)");
  }

  @Test
  void aKeyHasARoleAndOneFromBeforeThereWereAnyIsAnAdmins() throws IOException {
    String old = OperatorKeyFile.entry("alice", "ko_alices").line().replace(" admin", "");
    OperatorKeys keys =
        file(
            old + "\n" + OperatorKeyFile.entry("victor", "ko_victors", OperatorRole.VIEWER).line());
    assertThat(role(keys, "ko_alices")).contains(OperatorRole.ADMIN);
    assertThat(role(keys, "ko_victors")).contains(OperatorRole.VIEWER);
    assertThatThrownBy(() -> file("alice sha256:" + HEX + " king"))
        .hasMessageContaining("an operator's role is viewer, operator or admin");
  }

  private static Optional<OperatorRole> role(OperatorKeys keys, String key) {
    return keys.owner(Token.hash(key)).map(TokenOwners.Owner::operator);
  }

  @Test
  void whoIsTakenOutOfTheFileIsShutOutAtOnceAndWhoIsPutInIsLetIn() throws IOException {
    String alice = OperatorKeyFile.entry("alice", "ko_alices").line() + "\n";
    String bob = OperatorKeyFile.entry("bob", "ko_bobs").line() + "\n";
    OperatorKeys keys = file(alice + bob);
    assertThat(owner(keys, "ko_bobs")).contains("bob");
    write(alice);
    assertThat(owner(keys, "ko_bobs")).isEmpty();
    assertThat(owner(keys, "ko_alices")).contains("alice");
    write(alice + bob + "# again\n");
    assertThat(owner(keys, "ko_bobs")).contains("bob");
  }

  @Test
  void aLineThatIsMistypedWhileThePoolRunsKeepsNobodyElseOut() throws IOException {
    String alice = OperatorKeyFile.entry("alice", "ko_alices").line() + "\n";
    OperatorKeys keys = file(alice);
    write("bob sha256:short\n" + alice);
    assertThat(owner(keys, "ko_alices")).contains("alice");
    Files.delete(folder.resolve("keys"));
    assertThat(owner(keys, "ko_alices")).isEmpty();
    write(alice);
    assertThat(owner(keys, "ko_alices")).contains("alice");
  }

  @Test
  void theFirstKeyOfAPoolThatHadNoneCountsAtOnce() throws IOException {
    OperatorKeys keys = file(OperatorKeyFile.NOBODY + "\n");
    assertThat(keys.isSet()).isFalse();
    write(OperatorKeyFile.entry("alice", "ko_alices").line() + "\n");
    assertThat(owner(keys, "ko_alices")).contains("alice");
  }

  @Test
  void withoutKeysNobodyIsAnOperator() {
    OperatorKeys none = keys("kale.operator.key", "", SANDBOX);
    assertThat(none.isSet()).isFalse();
    assertThat(List.of(owner(none, ""), owner(none, "x"))).containsOnly(Optional.empty());
  }
}
