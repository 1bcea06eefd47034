package org.kalepool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class LauncherTest {
  /** Half alive it would neither farm nor be replaced. */
  @Test
  void aProcessThatIsOutOfMemoryEndsAndIsStartedAgain() throws Exception {
    assertThat(Files.readString(Path.of("pool"))).contains("-XX:+ExitOnOutOfMemoryError");
    assertThat(Files.readString(Path.of("src/main/resources/application.properties")))
        .contains("-R:+ExitOnOutOfMemoryError");
    assertThat(Files.readString(Path.of("compose.yaml"))).contains("restart: unless-stopped");
  }
}
