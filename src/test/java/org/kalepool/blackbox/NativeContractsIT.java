package org.kalepool.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kalepool.kale.Address;
import org.kalepool.kale.Sha256;
import org.kalepool.kale.StrKey;
import org.kalepool.kale.Xlm;
import org.kalepool.lab.sandbox.Sandbox;
import org.kalepool.lab.sandbox.SandboxConfig;
import org.kalepool.wallet.OwnKeys;

/**
 * {@code pool contract} by the native binary: its options are read, the contracts' wasm is in it,
 * and what it deploys is on the network.
 */
class NativeContractsIT {
  private static final byte[] KEY = Sha256.of("deployer of the native binary");
  private static final Address DEPLOYER = OwnKeys.of(KEY, 0).wallet();

  @TempDir static Path folder;

  private final Map<String, String> settings = new HashMap<>();

  /** What a run has said, and its exit code. */
  private record Ran(int code, String out) {}

  private Ran run(String... arguments) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(List.of(PoolBinary.file().toAbsolutePath().toString(), "contract"));
    command.addAll(List.of(arguments));
    Path log = folder.resolve("log");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().putAll(settings);
    Process process = builder.start();
    process.getOutputStream().close();
    if (!process.waitFor(120, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("it does not end: " + Files.readString(log));
    }
    return new Ran(process.exitValue(), Files.readString(log, StandardCharsets.UTF_8));
  }

  private void network(Sandbox sandbox) {
    settings.put("KALE_RPC_URL", sandbox.rpcUrl().toString());
    settings.put("KALE_NETWORK_PASSPHRASE", sandbox.config().passphrase());
    settings.put("KALE_CONTRACT_ID", sandbox.config().farmContract().text());
    settings.put("KALE_ASSET", "KALE:" + sandbox.config().issuer().text());
  }

  private static Path secret() throws IOException {
    Path secret =
        Files.createFile(
            folder.resolve("secret"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    return Files.writeString(secret, StrKey.encode(StrKey.SECRET, KEY));
  }

  private static Map<String, String> ids(Ran deployed) {
    return deployed
        .out()
        .lines()
        .filter(line -> line.startsWith("kale."))
        .map(line -> line.split("=", 2))
        .collect(Collectors.toMap(line -> line[0], line -> line[1]));
  }

  @Test
  void deploysShowsAndCompares() throws Exception {
    SandboxConfig config = SandboxConfig.defaults().with().port(0).bots(0).speed(25).build();
    try (Sandbox sandbox = Sandbox.start(config)) {
      sandbox.fund(DEPLOYER, Xlm.parse("100"));
      network(sandbox);
      String secret = secret().toString();

      Ran dry = run("deploy", "--secret-file", secret, "--dry-run");
      assertThat(dry.code()).as(dry.out()).isZero();
      assertThat(dry.out()).contains("missing: the code of split, at most ");
      Ran deployed = run("deploy", "--secret-file", secret, "--yes");
      assertThat(deployed.code()).as(deployed.out()).isZero();
      Map<String, String> ids = ids(deployed);
      assertThat(ids).containsOnlyKeys("kale.split.contract-id", "kale.batch.contract-id");

      ids.forEach(
          (name, id) -> settings.put(name.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_"), id));
      Ran status = run("status");
      assertThat(status.code()).as(status.out()).isZero();
      assertThat(status.out()).contains("split: C", ", the committed one", "admin " + DEPLOYER);
      Ran same = run("upgrade-check");
      assertThat(same.code()).as(same.out()).isZero();
      assertThat(same.out()).contains("split: the same", "batch: the same");

      settings.put("KALE_SPLIT_CONTRACT_ID", String.valueOf(ids.get("kale.batch.contract-id")));
      Ran other = run("upgrade-check");
      assertThat(other.code()).as(other.out()).isEqualTo(1);
      assertThat(other.out()).contains("split: another");
    }
  }

  @Test
  void saysWhatIsWrong() throws Exception {
    Ran unset = run("status");
    assertThat(unset.code()).as(unset.out()).isNotZero();
    assertThat(unset.out()).contains("kale.rpc.url is not set");
    Ran nothing = run();
    assertThat(nothing.code()).isNotZero();
    assertThat(nothing.out()).contains("deploy, status or upgrade-check is missing");
  }
}
