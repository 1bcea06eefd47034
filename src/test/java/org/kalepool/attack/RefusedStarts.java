package org.kalepool.attack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/**
 * Starts of a second pool that would put keys, history or money at risk. They come when all blocks
 * are farmed: a start takes more of the machine than any attacker gets.
 */
interface RefusedStarts extends Target {
  @Test
  @Order(Integer.MAX_VALUE)
  default void aPoolWithAnotherKeyDoesNotStartOnThisDatabase() throws Exception {
    Path data = pool().data();
    Path folder =
        Files.createTempDirectory(
            "second",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Path kek = Files.writeString(folder.resolve("kek"), "77".repeat(32));
    List<String> server = Files.readAllLines(data.resolve("postgres/postmaster.pid"));
    String said =
        refused(
            folder,
            Map.of(
                "QUARKUS_DATASOURCE_JDBC_URL",
                "jdbc:postgresql://127.0.0.1:" + server.get(3).strip() + "/postgres",
                "QUARKUS_DATASOURCE_USERNAME",
                "postgres",
                "QUARKUS_DATASOURCE_PASSWORD",
                Files.readString(data.resolve("postgres-password")).strip(),
                "KALE_NETWORK_EMBEDDED",
                "true",
                "KALE_WALLET_KEK_FILE",
                kek.toString()));
    assertThat(said).containsPattern("key-encryption key [0-9a-f]{16} is not configured");
    assertThat(said).contains("kale.wallet.old-kek-files").doesNotContain("77".repeat(32));
  }

  @Test
  @Order(Integer.MAX_VALUE)
  default void neitherAMisspeltSettingNorOneOfTestsIsOverlooked() throws Exception {
    Path folder = Files.createTempDirectory("second");
    assertThat(refused(folder, Map.of("KALE_STEPPED", "true")))
        .contains("is for tests of the pool");
    assertThat(refused(folder, Map.of("KALE_FEE_MAX_INCLUSIVE", "1")))
        .contains("did you mean KALE_FEE_MAX_INCLUSION?");
  }

  private String refused(Path folder, Map<String, String> settings)
      throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(command());
    words.addAll(List.of("serve", "--port", "0", "--data", folder.resolve("data").toString()));
    Path log = folder.resolve("log");
    ProcessBuilder builder =
        new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().putAll(settings);
    Process process = builder.start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("it ends").isTrue();
      assertThat(process.exitValue()).isNotZero();
      return new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
    } finally {
      process.destroyForcibly();
    }
  }
}
