package org.kalepool.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** {@code pool pooler} as a process of its own. */
class MachineProcessTest extends MachineFixture {
  private Path file(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.writeString(file, text + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    return file;
  }

  @Test
  void aProcessThatIsToldToEndIsGoneWithinFiveSecondsAndAnotherGoesOn() throws Exception {
    nextBlock();
    machine.close();
    Path key = file("key", SpokenBackend.KEY);
    Process first = process(key);
    try (BufferedReader lines = output(first)) {
      await(lines, "block 1 has opened");
      Awaitility.await().until(() -> backend.http.listeners() == 1);
      assertThat(backend.heartbeats).isNotEmpty();
      long from = System.nanoTime();
      first.destroy();
      assertThat(first.waitFor(5, TimeUnit.SECONDS)).isTrue();
      assertThat(System.nanoTime() - from).isLessThan(TimeUnit.SECONDS.toNanos(5));
      assertThat(first.exitValue()).isEqualTo(143);
      assertThat(Files.readString(folder.resolve("errors")))
          .as("that it ends is no outage")
          .doesNotContain("the backend");
    } finally {
      first.destroyForcibly();
    }
    backend.away = true;
    Process second = process(key);
    try (BufferedReader lines = output(second)) {
      await(lines, "the backend is away");
      await(lines, "block 1 has opened");
    } finally {
      second.destroyForcibly();
    }
  }

  /** What {@code pool} stands for. */
  List<String> program() throws IOException {
    return List.of(
        ProcessHandle.current().info().command().orElseThrow(),
        "--add-modules=jdk.incubator.vector",
        "--enable-native-access=ALL-UNNAMED",
        "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
        "-cp",
        System.getProperty("java.class.path"),
        "org.kalepool.cli.Main");
  }

  private Process process(Path key) throws IOException {
    List<String> command = new ArrayList<>(program());
    command.addAll(
        List.of(
            "pooler",
            "--backend",
            backend.url().toString(),
            "--key-file",
            key.toString(),
            "--data",
            folder.resolve("data").toString(),
            "--management-port",
            "0"));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder
        .environment()
        .putAll(
            Map.of(
                "KALE_RPC_URL", sandbox.rpcUrl().toString(),
                "KALE_RPC_MAX_CLOCK_LAG", "0s",
                "KALE_WORK_KERNEL", "scalar",
                "KALE_WORK_DEVICES", "none"));
    builder.redirectError(new File(folder.toFile(), "errors"));
    return builder.start();
  }

  private static BufferedReader output(Process process) {
    return new BufferedReader(
        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  private void await(BufferedReader lines, String wanted) throws Exception {
    CompletableFuture.runAsync(() -> readTo(lines, wanted)).get(60, TimeUnit.SECONDS);
  }

  private void readTo(BufferedReader lines, String wanted) {
    try {
      read(lines, wanted);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void read(BufferedReader lines, String wanted) throws IOException {
    List<String> seen = new ArrayList<>();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      seen.add(line);
      if (line.contains(wanted)) {
        return;
      }
    }
    throw new AssertionError(
        "never said '" + wanted + "': " + seen + Files.readString(folder.resolve("errors")));
  }
}
