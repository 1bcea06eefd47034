package org.kalepool.cli.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class PostgresArchiveTest {
  private static String name(String system, String processor, String... files) {
    return PostgresArchive.name(system, processor, path -> Set.of(files).contains(path.toString()));
  }

  @Test
  void isThatOfTheSystemAndItsProcessor() {
    assertThat(name("Linux", "amd64")).isEqualTo("/postgres-linux-x86_64.txz");
    assertThat(name("Linux", "aarch64")).isEqualTo("/postgres-linux-arm_64.txz");
    assertThat(name("Mac OS X", "aarch64")).isEqualTo("/postgres-darwin-x86_64.txz");
    assertThat(name("Linux", "riscv64")).isEqualTo("/postgres-linux-riscv64.txz");
  }

  @Test
  void isForMuslWhereThereIsNothingElse() {
    String x86 = "/lib/ld-musl-x86_64.so.1";
    String arm = "/lib/ld-musl-aarch64.so.1";
    assertThat(name("Linux", "amd64", x86)).isEqualTo("/postgres-linux-x86_64-alpine_linux.txz");
    assertThat(name("Linux", "aarch64", arm)).isEqualTo("/postgres-linux-arm_64-alpine_linux.txz");
    assertThat(name("Linux", "amd64", x86, "/lib64/ld-linux-x86-64.so.2"))
        .isEqualTo("/postgres-linux-x86_64.txz");
    assertThat(name("Linux", "aarch64", arm, "/lib/ld-linux-aarch64.so.1"))
        .isEqualTo("/postgres-linux-arm_64.txz");
  }

  @Test
  void isInTheBuildForThisMachine() {
    String name =
        PostgresArchive.name(
            System.getProperty("os.name"),
            System.getProperty("os.arch"),
            (Path path) -> Files.exists(path));
    assertThat(getClass().getResource(name)).isNotNull();
  }
}
