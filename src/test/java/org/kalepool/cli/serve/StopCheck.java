package org.kalepool.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.kalepool.cli.settings.Settings;
import org.kalepool.lab.load.PoolChild;

/** The packaged pool behind a node that takes connections and never answers. */
class StopCheck {
  @Test
  void sigtermEndsAPoolWhoseCallsAllHangWithinFiveSeconds() throws Exception {
    Path folder = Files.createDirectories(Path.of("target/stop"));
    Path data = Files.createTempDirectory(folder.toAbsolutePath(), "run-");
    // the kernel takes the connections, and nobody ever reads from them
    try (ServerSocket silent = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        EmbeddedServices services =
            EmbeddedServices.start(
                Settings.none(),
                data,
                null,
                EmbeddedNetwork.Options.of(1, 0, 1),
                new PrintWriter(new StringWriter()))) {
      Map<String, String> settings = services.settings();
      settings.put("kale.rpc.url", "http://127.0.0.1:" + silent.getLocalPort());
      settings.put("kale.rpc.timeout", "10m");
      Path log = folder.resolve("pool.log");
      try (PoolChild pool =
          PoolChild.start(
              Path.of("target/quarkus-app/quarkus-run.jar"), 256, List.of(), settings, log)) {
        // the block monitor's first poll hangs by now, and the lanes'
        silent.setSoTimeout((int) Duration.ofSeconds(20).toMillis());
        silent.accept();
        pool.handle().destroy();
        pool.handle().onExit().get(5, TimeUnit.SECONDS);
        assertThat(pool.alive()).isFalse();
        assertThat(Files.readString(log)).doesNotContain("the process ends all the same");
      }
    }
  }
}
