package org.kalepool.cli.hasher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kalepool.cli.CommandException;
import org.kalepool.cli.Main;
import org.kalepool.lab.fleet.NatsServer;
import org.kalepool.work.fleet.Broker;
import org.kalepool.work.fleet.BrokerAccess;
import org.kalepool.work.fleet.FleetCodec;
import org.kalepool.work.fleet.FleetMessage;
import org.kalepool.work.fleet.FleetSubjects;
import org.kalepool.work.fleet.NatsBroker;
import picocli.CommandLine;

/** The command as a process of its own. */
class HasherCommandTest {
  @TempDir Path folder;
  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void allEnds() throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
  }

  private NatsServer server(String config) {
    assumeTrue(
        NatsServer.installed().isPresent(),
        "skipped, as there is no nats-server (apt-get install nats-server)");
    NatsServer server = NatsServer.start(folder, config);
    open.add(server);
    return server;
  }

  private Process hasher(String... options) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "hasher",
                "--kernel=scalar",
                "--threads=1",
                "--devices=none",
                "--name=rig-1"));
    command.addAll(List.of(options));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("out").toFile())
            .start();
    open.add(process::destroyForcibly);
    return process;
  }

  private String out() throws Exception {
    return Files.readString(folder.resolve("out"));
  }

  private void awaitOut(String text) {
    await().atMost(Duration.ofSeconds(40)).until(() -> out().contains(text));
  }

  @Test
  void goesThroughAllThatCanBeAwayAndEndsWithinFiveSecondsOfASignal() throws Exception {
    NatsServer server = server("");
    server.kill();
    Process process = hasher("--fleet", server.url());
    awaitOut("nobody answers at " + server.url());
    server.start();
    awaitOut("no pooler takes part in kale.fleet");
    Broker pooler =
        NatsBroker.start(
            new BrokerAccess(
                server.url(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()),
            "pooler",
            new SecureRandom(),
            _ -> {});
    open.add(pooler);
    pooler.serve(
        new FleetSubjects(FleetSubjects.DEFAULT).lease(),
        bytes ->
            CompletableFuture.completedFuture(FleetCodec.encode(new FleetMessage.Nothing(100))));
    awaitOut("the pooler is there");
    awaitOut("nothing to hash  0.0 MH/s  0 hits stored, 0 waiting");
    process.destroy();
    assertThat(process.waitFor(5, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(143);
    assertThat(out()).contains("rig-1 hashes with scalar on 1 threads").doesNotContain("\tat ");
  }

  @Test
  void endsWithOneSentenceWhereItsCredentialsAreRefused() throws Exception {
    NatsServer server = server("authorization { users: [ { user: rig, password: right } ] }");
    Path file = folder.resolve("user");
    Files.writeString(file, "rig:wrong");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    Process process = hasher("--fleet", server.url(), "--user-file", file.toString());
    assertThat(process.waitFor(40, TimeUnit.SECONDS)).isTrue();
    assertThat(out())
        .contains("the broker at " + server.url() + " refuses these credentials")
        .doesNotContain("wrong")
        .doesNotContain("\tat ");
    assertThat(process.exitValue()).isEqualTo(1);
  }

  /** What the command says when it does not go on. */
  private static String refusal(Object command, String... options) {
    StringBuilder said = new StringBuilder();
    int code =
        new CommandLine(command)
            .setOut(new PrintWriter(new StringWriter()))
            .setExecutionExceptionHandler(
                (failure, line, result) -> {
                  assertThat(failure).isInstanceOf(CommandException.class);
                  said.append(failure.getMessage());
                  return 2;
                })
            .execute(options);
    assertThat(code).isEqualTo(2);
    return said.toString();
  }

  @Test
  void refusesWhatMakesNoSenseInOneSentence() throws Exception {
    Path seed = Files.writeString(folder.resolve("seed"), "SU");
    Files.setPosixFilePermissions(seed, PosixFilePermissions.fromString("rw-r--r--"));
    String at = "--fleet=nats://127.0.0.1:1";
    assertThat(refusal(new HasherCommand(), at, "--nkey-file", seed.toString()))
        .contains("chmod 600");
    assertThat(refusal(new HasherCommand(), "--fleet=http://b")).contains("nats://HOST:PORT");
    assertThat(refusal(new HasherCommand(), at, "--name=two words")).startsWith("--name takes");
    assertThat(refusal(new HasherCommand(), at, "--threads=0")).startsWith("--threads takes");
    assertThat(refusal(new HasherCommand(), at, "--subject=a..b")).startsWith("a subject has");
    assertThat(refusal(new HasherCommand(), at, "--kernel=no-such")).contains("no kernel no-such");
  }

  @Test
  void makesAKeyForTheBrokerThatOnlyItsOwnerCanRead() throws Exception {
    Path file = folder.resolve("seed");
    StringWriter out = new StringWriter();
    int code =
        new CommandLine(new FleetKeyCommand())
            .setOut(new PrintWriter(out))
            .execute(file.toString());
    assertThat(code).isZero();
    assertThat(out.toString().strip()).matches("U[A-Z2-7]{55}");
    assertThat(Files.readString(file)).matches("SU[A-Z2-7]{56}\n");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    String seed = Files.readString(file);
    assertThat(refusal(new FleetKeyCommand(), file.toString())).contains("is there already");
    assertThat(Files.readString(file)).isEqualTo(seed);
  }
}
