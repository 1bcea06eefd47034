package org.kalepool.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.kalepool.cli.settings.Variables.with;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kalepool.cli.CommandException;
import org.kalepool.cli.settings.SecretSettings;
import org.kalepool.cli.settings.Settings;

/** What stops the start where the network is public, and its money real. */
class PublicNetworkTest extends StartFixture {
  private static final Map<String, String> TESTNET =
      Map.of(
          "KALE_RPC_URL", "https://node.example",
          "QUARKUS_DATASOURCE_JDBC_URL", DATABASE,
          "KALE_NETWORK_PASSPHRASE", "Test SDF Network ; September 2015",
          "KALE_CONTRACT_ID", "C",
          "KALE_ASSET", "KALE:G");

  @ParameterizedTest
  @CsvSource({
    "KALE_WALLET_KEK, kale.wallet.kek-file",
    "KALE_OPERATOR_KEY, kale.operator.key-file",
    "KALE_POOLER_SECRET, kale.pooler.secret-file",
    "QUARKUS_DATASOURCE_PASSWORD, kale.database.password-file",
    "QUARKUS_FLYWAY_PASSWORD, kale.database.owner-password-file",
    "_TESTNET_KALE_WALLET_KEK, kale.wallet.kek-file"
  })
  void aSecretInTheEnvironmentIsRefusedOnAPublicNetwork(String variable, String file) {
    refusedOnTestnet(Map.of(variable, "s3cret-s3cret-s3cret"))
        .hasMessageContaining("stands in the environment")
        .hasMessageContaining(file)
        .hasMessageNotContaining("s3cret");
  }

  @Test
  void aPasswordInTheDatabasesUrlIsRefusedOnAPublicNetwork() {
    for (String url :
        List.of(
            DATABASE + "?password=s3cret", "jdbc:postgresql://kale:s3cret@books.example/kale")) {
      refusedOnTestnet(Map.of("QUARKUS_DATASOURCE_JDBC_URL", url))
          .hasMessageContaining("kale.database.password-file")
          .hasMessageNotContaining("s3cret");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "KALE_WALLET_KEK_FILE, rw-r-----",
    "KALE_WALLET_OLD_KEK_FILES, rw-r--r--",
    "KALE_OPERATOR_KEY_FILE, rw----r--",
    "KALE_POOLER_SECRET_FILE, rw--w----",
    "KALE_RPC_HEADERS_FILE, rw-rw-rw-",
    "KALE_DATABASE_PASSWORD_FILE, r--r-----",
    "KALE_DATABASE_OWNER_PASSWORD_FILE, rw-------"
  })
  void aSecretsFileThatOthersCanReadIsRefusedOnAPublicNetwork(String variable, String mode)
      throws IOException {
    Path file = data.resolve("secret");
    Files.writeString(file, "5e".repeat(32));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    Settings set = with(TESTNET, Map.of(variable, "-," + file));
    SecretSettings.check(set, true, NOWHERE);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    StringWriter said = new StringWriter();
    SecretSettings.check(set, false, new PrintWriter(said));
    if (mode.endsWith("------")) {
      assertThat(said.toString()).isEmpty();
      return;
    }
    assertThat(said.toString()).contains("chmod 600 " + file);
    assertThatThrownBy(() -> SecretSettings.check(set, true, NOWHERE))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("chmod 600 " + file);
  }

  @Test
  void aSecretsFileOfSomebodyElseIsRefusedOnAPublicNetwork() throws IOException {
    Path file = data.resolve("secret");
    Files.writeString(file, "5e".repeat(32));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    assumeTrue(Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0), "only root can");
    Files.setAttribute(file, "unix:uid", 65_534);
    Settings set = with(TESTNET, Map.of("KALE_WALLET_KEK_FILE", file.toString()));
    assertThatThrownBy(() -> SecretSettings.check(set, true, NOWHERE))
        .hasMessageContaining("belongs to another user");
  }

  @Test
  void anEmbeddedDatabaseWithRootsRightsIsRefusedOnAPublicNetworkAndOnlyThat() {
    assumeTrue(SecretSettings.isRoot(), "only root is");
    Map<String, String> without = new HashMap<>(TESTNET);
    without.remove("QUARKUS_DATASOURCE_JDBC_URL");
    Settings set = new Settings(new Properties(), without, new Properties());
    EmbeddedNetwork.Options options = EmbeddedNetwork.Options.of(1, 0, 1);
    StringWriter said = new StringWriter();
    // The folder around it is open to root alone.
    assertThatThrownBy(
            () ->
                EmbeddedServices.start(set, data.resolve("inside"), null, options, NOWHERE).close())
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("root's rights to files")
        .hasMessageContaining("run the pool as a user of its own");
    try (EmbeddedServices services =
        EmbeddedServices.start(set, data, null, options, new PrintWriter(said, true))) {
      assertThat(services.database()).isPresent();
      assertThat(said.toString()).doesNotContain("warning");
    }
  }

  @Test
  void aGeneratedWalletIsRefusedOnAPublicNetwork() {
    refusedOnTestnet(Map.of("KALE_POOLER_GENERATE_WALLET", "true"))
        .hasMessageContaining("is for the embedded network");
  }

  private AbstractThrowableAssert<?, ? extends Throwable> refusedOnTestnet(
      Map<String, String> more) {
    Map<String, String> all = new HashMap<>(TESTNET);
    all.putAll(more);
    return refused(all);
  }
}
