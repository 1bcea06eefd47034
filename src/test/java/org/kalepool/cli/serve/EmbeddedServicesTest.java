package org.kalepool.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kalepool.cli.CommandException;
import org.kalepool.cli.settings.DatabaseSettings;
import org.kalepool.cli.settings.KnownSettings;
import org.kalepool.cli.settings.SecretSettings;
import org.kalepool.cli.settings.Settings;

/** What is forgotten or left empty never puts real books on a network of this process's own. */
class EmbeddedServicesTest {
  private static final PrintWriter NOWHERE = new PrintWriter(PrintWriter.nullWriter());
  private static final String DATABASE = "jdbc:postgresql://books.example/kale";

  @TempDir Path data;

  @Test
  void aForgottenRpcUrlDoesNotPutRealBooksOnASandbox() {
    refused(Map.of("QUARKUS_DATASOURCE_JDBC_URL", DATABASE))
        .hasMessageContaining("quarkus.datasource.jdbc.url is set, but kale.rpc.url is not")
        .hasMessageContaining("kale.network.embedded=true");
    assertThat(data).isEmptyDirectory();
  }

  @ParameterizedTest
  @CsvSource({
    "KALE_RPC_URL, kale.rpc.url",
    "QUARKUS_DATASOURCE_JDBC_URL, quarkus.datasource.jdbc.url",
    "KALE_WALLET_KEK_FILE, kale.wallet.kek-file",
    "KALE_WALLET_KEK, kale.wallet.kek"
  })
  void anEmptySettingIsAMistakeAndNotAWish(String variable, String setting) {
    refused(Map.of(variable, " ")).hasMessageContaining(setting + " is set, but empty");
    assertThat(data).isEmptyDirectory();
  }

  @ParameterizedTest
  @CsvSource({
    "KALE_WALLET_KEK_FILE, /etc/kek",
    "KALE_POOLER_SECRET, S",
    "KALE_POOLER_SECRET_FILE, /etc/pooler",
    "KALE_NETWORK_PASSPHRASE, Test",
    "KALE_CONTRACT_ID, C"
  })
  void keysAndNetworksFromOutsideNeedAWordForTheEmbeddedNetwork(String variable, String value) {
    refused(Map.of(variable, value)).hasMessageContaining("kale.network.embedded=true");
  }

  @Test
  void anOperatorsKeyThatIsTooShortStopsTheStartBeforeAnythingElse() {
    refused(Map.of("KALE_OPERATOR_KEY", "too-short"))
        .hasMessageContaining("kale.operator.key holds an operators' key of 9 characters")
        .hasMessageContaining("at least 16");
    refused(Map.of("KALE_OPERATOR_KEY_FILE", "/no/such/file"))
        .hasMessageContaining("kale.operator.key-file: /no/such/file cannot be read");
    assertThat(data).isEmptyDirectory();
  }

  @Test
  void theWordMustBeAWordAndNotContradictTheRest() {
    refused(Map.of("KALE_NETWORK_EMBEDDED", "perhaps")).hasMessageContaining("true or false");
    refused(Map.of("KALE_NETWORK_EMBEDDED", "true", "KALE_RPC_URL", "http://node.example"))
        .hasMessageContaining("contradict");
    refused(Map.of("KALE_NETWORK_EMBEDDED", "false")).hasMessageContaining("kale.rpc.url");
  }

  @Test
  void withTheWordADatabaseFromOutsideMeetsTheEmbeddedNetwork() throws Exception {
    Settings set =
        new Settings(
            new Properties(),
            Map.of(
                "QUARKUS_DATASOURCE_JDBC_URL",
                DATABASE,
                "KALE_NETWORK_EMBEDDED",
                "true",
                "KALE_WALLET_KEK",
                "5e".repeat(32)),
            new Properties());
    EmbeddedNetwork.Options options = EmbeddedNetwork.Options.of(1, 0, 1);
    options.lasting = false;
    try (EmbeddedServices services = EmbeddedServices.start(set, data, null, options, NOWHERE)) {
      assertThat(services.network()).isPresent();
      assertThat(services.database()).isEmpty();
      assertThat(services.settings()).containsKey("kale.rpc.url");
    }
    assertThat(Files.exists(data.resolve("postgres"))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "KALE_WALLET_KEK_FIEL, did you mean KALE_WALLET_KEK_FILE?",
    "KALE_POOLER_SHARE_BASIS_POINT, did you mean KALE_POOLER_SHARE_BASIS_POINTS?",
    "_TESTNET_KALE_RPC_ULR, did you mean KALE_RPC_URL?",
    "KALE_SOMETHING_ALTOGETHER_DIFFERENT, docs/operations.md"
  })
  void aMisspeltVariableDoesNotLeaveTheDefaultInForce(String variable, String hint) {
    refused(Map.of(variable, "x"))
        .hasMessageContaining(variable + " (the environment) is no setting of the pool")
        .hasMessageContaining(hint);
  }

  @Test
  void aMisspeltPropertyDoesNotEitherAndTheLaunchersVariablesAreNoSettings() {
    Properties file = new Properties();
    file.setProperty("%mainnet.kale.fee.max-inclusive", "1");
    assertThatThrownBy(() -> KnownSettings.check(new Settings(new Properties(), Map.of(), file)))
        .hasMessageContaining("did you mean kale.fee.max-inclusion?");
    KnownSettings.check(
        new Settings(
            new Properties(),
            Map.of(
                "KALE_JAVA_OPTS", "-Xmx1g",
                "KALE_HEAP", "1g",
                "_DEV_KALE_RPC_URL", "x",
                "KALE_POOL_SERVICE_HOST", "10.0.0.1",
                "KALE_POOL_PORT_8080_TCP_ADDR", "10.0.0.1"),
            new Properties()));
  }

  @ParameterizedTest
  @CsvSource({"KALE_STEPPED", "KALE_SEED", "KALE_STEPPED_START", "KALE_WORK_STEPPED_HASHES"})
  void whatIsForTestsOfThePoolIsRefusedBySomeoneWhoFarms(String variable) {
    refused(Map.of(variable, "true")).hasMessageContaining("is for tests of the pool");
  }

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
  void theOwnersRoleAndThePoolsAreTwo() throws IOException {
    Path word = data.resolve("word");
    Files.writeString(word, "w0rd\n");
    Map<String, String> base =
        Map.of("QUARKUS_DATASOURCE_JDBC_URL", DATABASE, "QUARKUS_DATASOURCE_USERNAME", "pool");
    DatabaseSettings both =
        DatabaseSettings.of(
                with(
                    base,
                    Map.of(
                        "KALE_DATABASE_PASSWORD_FILE", word.toString(),
                        "KALE_DATABASE_OWNER_USERNAME", "kale",
                        "KALE_DATABASE_OWNER_PASSWORD_FILE", word.toString())))
            .orElseThrow();
    assertThat(both.settings())
        .containsEntry("quarkus.datasource.password", "w0rd")
        .containsEntry("quarkus.flyway.username", "kale")
        .containsEntry("quarkus.flyway.password", "w0rd")
        .containsEntry("quarkus.flyway.jdbc-url", DATABASE);
    assertThat(both.strongest().user()).isEqualTo("kale");
    assertThat(both.toString()).doesNotContain("w0rd");
    for (Map<String, String> wrong :
        List.of(
            Map.of("KALE_DATABASE_OWNER_USERNAME", "pool"),
            Map.of("KALE_DATABASE_OWNER_PASSWORD_FILE", word.toString()),
            Map.of("KALE_DATABASE_PASSWORD_FILE", "/nowhere"),
            Map.of(
                "QUARKUS_DATASOURCE_JDBC_URL",
                DATABASE + "?user=kale",
                "KALE_DATABASE_OWNER_USERNAME",
                "kale"))) {
      assertThatThrownBy(() -> DatabaseSettings.of(with(base, wrong)))
          .as(wrong.toString())
          .isInstanceOf(CommandException.class);
    }
    assertThatThrownBy(
            () -> DatabaseSettings.of(with(Map.of(), Map.of("KALE_DATABASE_OWNER_USERNAME", "x"))))
        .hasMessageContaining("quarkus.datasource.jdbc.url is not");
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

  private static Settings with(Map<String, String> base, Map<String, String> more) {
    Map<String, String> all = new HashMap<>(base);
    all.putAll(more);
    return new Settings(new Properties(), all, new Properties());
  }

  private org.assertj.core.api.AbstractThrowableAssert<?, ? extends Throwable> refusedOnTestnet(
      Map<String, String> more) {
    Map<String, String> all = new HashMap<>(TESTNET);
    all.putAll(more);
    return refused(all);
  }

  private org.assertj.core.api.AbstractThrowableAssert<?, ? extends Throwable> refused(
      Map<String, String> environment) {
    Settings set = new Settings(new Properties(), environment, new Properties());
    return assertThatThrownBy(
            () ->
                EmbeddedServices.start(
                        set, data, null, EmbeddedNetwork.Options.of(1, 0, 1), NOWHERE)
                    .close())
        .isInstanceOf(CommandException.class);
  }
}
