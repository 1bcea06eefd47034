package org.kalepool.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is forgotten or left empty never puts real books on a network of this process's own. */
class SurroundingsTest {
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
    try (Surroundings around = Surroundings.start(set, data, null, options, NOWHERE)) {
      assertThat(around.network()).isPresent();
      assertThat(around.database()).isEmpty();
      assertThat(around.settings()).containsKey("kale.rpc.url");
    }
    assertThat(Files.exists(data.resolve("postgres"))).isFalse();
  }

  private org.assertj.core.api.AbstractThrowableAssert<?, ? extends Throwable> refused(
      Map<String, String> environment) {
    Settings set = new Settings(new Properties(), environment, new Properties());
    return assertThatThrownBy(
            () ->
                Surroundings.start(set, data, null, EmbeddedNetwork.Options.of(1, 0, 1), NOWHERE)
                    .close())
        .isInstanceOf(CommandException.class);
  }
}
