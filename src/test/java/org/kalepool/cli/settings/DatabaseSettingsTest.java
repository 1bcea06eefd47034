package org.kalepool.cli.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.kalepool.cli.settings.Variables.with;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kalepool.cli.CommandException;

/** The database's roles, as the settings name them. */
class DatabaseSettingsTest {
  private static final String DATABASE = "jdbc:postgresql://books.example/kale";

  @Test
  void theOwnersRoleAndThePoolsAreTwo(@TempDir Path data) throws IOException {
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
}
