package org.kalepool.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.kalepool.cli.machine.PoolerCommand;
import org.kalepool.kale.Xlm;
import org.kalepool.lab.sandbox.FarmingSandbox;
import picocli.CommandLine;

/** {@code pool pooler} as its operator types it. */
final class MachineCommandTest extends MachineFixture {
  private final StringWriter out = new StringWriter();
  private final List<String> set = new ArrayList<>();
  private final Map<String, String> others = new HashMap<>();

  /** Tests of whole pools in this process leave theirs behind. */
  @BeforeEach
  void nothingIsSet() {
    for (String name : System.getProperties().stringPropertyNames()) {
      if (name.startsWith("kale.")) {
        others.put(name, System.getProperty(name));
        System.clearProperty(name);
      }
    }
  }

  @AfterEach
  void settingsAreTakenAway() {
    set.forEach(System::clearProperty);
    List.of("kale.pooler.backend", "kale.pooler.key-file", "kale.pooler.secret-file")
        .forEach(System::clearProperty);
    others.forEach(System::setProperty);
  }

  private void set(String name, String value) {
    System.setProperty(name, value);
    set.add(name);
  }

  private Path file(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.writeString(file, text + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    return file;
  }

  private int check(Path key, String... more) {
    set("kale.rpc.url", sandbox.rpcUrl().toString());
    set("kale.work.kernel", "scalar");
    List<String> words =
        new ArrayList<>(
            List.of(
                "--check", "--backend", backend.url().toString(), "--key-file", key.toString()));
    words.addAll(List.of(more));
    return new CommandLine(new PoolerCommand())
        .setOut(new PrintWriter(out, true))
        .setExecutionExceptionHandler(
            (failure, line, result) -> {
              throw failure;
            })
        .execute(words.toArray(String[]::new));
  }

  @Test
  void checkTriesAllInALineEach() throws IOException {
    set("kale.rpc.max-clock-lag", "0s");
    assertThat(check(file("key", SpokenBackend.KEY))).isZero();
    assertThat(out.toString().lines())
        .allMatch(line -> line.startsWith("ok "))
        .anyMatch(line -> line.contains("pooler remote"))
        .anyMatch(line -> line.matches("ok +node +ledger [0-9]+, block 0"))
        .anyMatch(line -> line.contains("XLM to spend"))
        .anyMatch(line -> line.contains("it takes KALE"))
        .anyMatch(line -> line.contains("H/s with scalar"))
        .anyMatch(
            line ->
                line.matches(
                    ".*a first hash for [0-9]+ farmers in a block; the pool lets it have [0-9]+"));
    assertThat(out.toString()).doesNotContain(SpokenBackend.KEY);
  }

  @Test
  void checkSaysWhatToDoAboutAKeyThatTheBackendDoesNotKnow() throws IOException {
    set("kale.rpc.max-clock-lag", "0s");
    assertThat(check(file("key", "kp_" + "x".repeat(43)))).isEqualTo(1);
    assertThat(out.toString()).contains("WRONG key", "ask the pool's operator for a new one");
  }

  @Test
  void checkFindsAClockThatIsNotTheNetworks() throws IOException {
    assertThat(check(file("key", SpokenBackend.KEY))).isEqualTo(1);
    assertThat(out.toString())
        .contains("WRONG clock")
        .contains("set it by NTP", "kale.rpc.max-clock-lag=0s");
  }

  @Test
  void checkFindsANodeThatIsAway() throws IOException {
    Path key = file("key", SpokenBackend.KEY);
    farm.close();
    assertThat(check(key)).isEqualTo(1);
    assertThat(out.toString()).contains("WRONG node").contains("see kale.rpc.url");
  }

  @Test
  void checkFindsASecretOfAnotherWallet() throws IOException {
    set("kale.rpc.max-clock-lag", "0s");
    sandbox.fund(FarmingSandbox.farmer(0), Xlm.parse("1"));
    Path secret = file("secret", "SDJHRQF4GCMIIKAAAQ6IHY42X73FQFLHUULAPSKKD4DFDM7UXWWCRHBE");
    assertThat(check(file("key", SpokenBackend.KEY), "--secret-file", secret.toString()))
        .isEqualTo(1);
    assertThat(out.toString()).contains("WRONG secret").doesNotContain("SDJHRQF4GC");
  }

  @Test
  void checkTellsOfTheChannelsThatTheFarmersWant() throws IOException {
    set("kale.rpc.max-clock-lag", "0s");
    set("kale.pooler.farmers-per-channel", "2");
    Path secret = file("secret", FarmingSandbox.secret(FARMERS));
    assertThat(check(file("key", SpokenBackend.KEY), "--secret-file", secret.toString())).isZero();
    assertThat(out.toString().lines())
        .anyMatch(line -> line.startsWith("ok    secret     it is that of the pooler's wallet"))
        .anyMatch(
            line ->
                line.matches(
                    "ok +channels +0 of 2 are there for 3 farmers; 2 carry 4, and 25, the most, 50;"
                        + " first of them G[A-Z0-9]{55}; the wallet gives them 4.0000000 XLM"
                        + " more"));
    assertThat(out.toString()).doesNotContain(FarmingSandbox.secret(FARMERS));
  }

  @Test
  void checkTellsWhatTheWalletLacksForChannels() throws IOException {
    set("kale.rpc.max-clock-lag", "0s");
    set("kale.pooler.wallet-keeps", "998");
    Path secret = file("secret", FarmingSandbox.secret(FARMERS));
    assertThat(check(file("key", SpokenBackend.KEY), "--secret-file", secret.toString())).isZero();
    assertThat(out.toString()).contains("warn  channels", "lacks 2.0000000 XLM");
  }

  @Test
  void toSendItselfAMachineNeedsTheWalletsSecret() throws IOException {
    set("kale.pooler.submit", "own");
    assertThat(refused(file("key", SpokenBackend.KEY)))
        .contains("kale.pooler.submit=own needs the secret of the pooler's wallet");
  }

  @Test
  void aMachineThatIsGivenUpHasItsChannelsClosed() throws IOException {
    set("kale.rpc.max-clock-lag", "0s");
    set("kale.pooler.backend", backend.url().toString());
    set("kale.rpc.url", sandbox.rpcUrl().toString());
    Path secret = file("secret", FarmingSandbox.secret(FARMERS));
    assertThat(
            execute(
                "--close-channels",
                "--key-file",
                file("key", SpokenBackend.KEY).toString(),
                "--secret-file",
                secret.toString(),
                "--data",
                folder.resolve("given-up").toString()))
        .isEmpty();
    assertThat(out.toString())
        .contains("no channel is left; the wallet " + FarmingSandbox.farmer(FARMERS));
  }

  @Test
  void aFileWithoutAKeyIsNamedAndNotRepeated() throws IOException {
    Path file = file("key", "hunter2");
    assertThat(refused(file))
        .contains("--key-file: " + file + " holds no pooler's key")
        .doesNotContain("hunter2");
  }

  @Test
  void whoMayReadTheKeyIsLookedAt() throws IOException {
    set("kale.rpc.max-clock-lag", "0s");
    Path file = file("key", SpokenBackend.KEY);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    assertThat(check(file)).isZero();
    assertThat(out.toString()).contains("warning: kale.pooler.key-file: " + file);
  }

  @Test
  void onAPublicNetworkAKeyThatOthersMayReadIsRefused() throws IOException {
    set("kale.network.passphrase", "Test SDF Network ; September 2015");
    Path file = file("key", SpokenBackend.KEY);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    assertThat(refused(file)).contains("chmod 600 " + file);
  }

  @Test
  void theKeyGoesToNoOtherMachineUnencrypted() throws IOException {
    Path file = file("key", SpokenBackend.KEY);
    set("kale.pooler.backend", "http://192.0.2.1:8080");
    set("kale.rpc.url", sandbox.rpcUrl().toString());
    assertThat(execute("--check", "--key-file", file.toString())).contains("take https");
  }

  private String refused(Path key) {
    set("kale.pooler.backend", backend.url().toString());
    set("kale.rpc.url", sandbox.rpcUrl().toString());
    return execute("--check", "--key-file", key.toString());
  }

  /** What the command cannot go on for. */
  private String execute(String... words) {
    StringWriter errors = new StringWriter();
    new CommandLine(new PoolerCommand())
        .setOut(new PrintWriter(out, true))
        .setExecutionExceptionHandler(
            (failure, line, result) -> {
              errors.append(String.valueOf(failure.getMessage()));
              return 2;
            })
        .execute(words);
    return errors.toString();
  }

  @Test
  void whatIsMissingIsNamed() throws IOException {
    assertThat(execute("--check")).contains("--backend is missing");
    set("kale.pooler.backend", backend.url().toString());
    assertThat(execute("--check")).contains("--key-file is missing");
    set("kale.pooler.key-file", file("key", SpokenBackend.KEY).toString());
    assertThat(execute("--check")).contains("kale.rpc.url is missing");
  }
}
