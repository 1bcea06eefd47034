package org.kalepool.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kalepool.cli.settings.KnownSettings;
import org.kalepool.cli.settings.Settings;

/** What is forgotten or left empty never puts real books on a network of this process's own. */
class EmbeddedServicesTest extends StartFixture {
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
    StringWriter said = new StringWriter();
    try (EmbeddedServices services =
        EmbeddedServices.start(set, data, null, options, new PrintWriter(said))) {
      assertThat(said.toString().lines().findFirst())
          .contains("an embedded network: nothing on it is worth anything");
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
}
