package org.kalepool.cli.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kalepool.kale.Address;
import org.kalepool.kale.Sha256;
import org.kalepool.kale.StrKey;
import org.kalepool.kale.Xlm;
import org.kalepool.lab.sandbox.Sandbox;
import org.kalepool.lab.sandbox.SandboxConfig;
import org.kalepool.lab.sandbox.SandboxConfigBuilder;
import org.kalepool.wallet.OwnKeys;
import picocli.CommandLine;

/** {@code pool contract} over HTTP, against a sandbox whose ledgers close by themselves. */
class ContractCommandTest {
  private static final String MAINNET = "Public Global Stellar Network ; September 2015";
  private static final byte[] KEY = Sha256.of("deployer");
  private static final Address DEPLOYER = OwnKeys.of(KEY, 0).wallet();

  @TempDir Path folder;

  private final Map<String, String> more = new HashMap<>();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private static Sandbox sandbox(SandboxConfigBuilder config) {
    Sandbox sandbox = Sandbox.start(config.port(0).bots(0).speed(25).build());
    sandbox.fund(DEPLOYER, Xlm.parse("100"));
    return sandbox;
  }

  private int run(Callable<Integer> command, String... args) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    return new CommandLine(command)
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .setExecutionExceptionHandler(
            (failure, line, result) -> {
              line.getErr().print(failure.getMessage());
              return 2;
            })
        .execute(args);
  }

  private int deploy(Sandbox sandbox, String... options) throws IOException {
    Path secret = folder.resolve("secret");
    if (!Files.exists(secret)) {
      Files.createFile(
          secret,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(secret, StrKey.encode(StrKey.SECRET, KEY));
    }
    String[] all = new String[options.length + 2];
    all[0] = "--secret-file";
    all[1] = secret.toString();
    System.arraycopy(options, 0, all, 2, options.length);
    return run(new DeployCommand(() -> ContractSandbox.settings(sandbox, more)), all);
  }

  private int status(Sandbox sandbox, String... options) {
    return run(new ContractStatusCommand(() -> ContractSandbox.settings(sandbox, more)), options);
  }

  private int upgradeCheck(Sandbox sandbox) {
    return run(new UpgradeCheckCommand(() -> ContractSandbox.settings(sandbox, more)));
  }

  @Test
  void deploysShowsAndCompares() throws IOException {
    try (Sandbox sandbox = sandbox(SandboxConfig.defaults().with())) {
      assertThat(deploy(sandbox, "--dry-run")).as(err.toString()).isZero();
      assertThat(out.toString()).contains("missing: the code of split, at most ");
      assertThat(sandbox.lumens(DEPLOYER)).contains(Xlm.parse("100"));

      assertThat(deploy(sandbox)).as(err.toString()).isZero();
      Map<String, String> ids =
          out.toString()
              .lines()
              .filter(line -> line.startsWith("kale."))
              .map(line -> line.split("=", 2))
              .collect(Collectors.toMap(line -> line[0], line -> line[1]));
      assertThat(ids).containsOnlyKeys("kale.split.contract-id", "kale.batch.contract-id");
      more.putAll(ids);
      assertThat(deploy(sandbox, "pool")).as(err.toString()).isZero();
      String pool = out.toString().replaceFirst("(?s).*kale.vault.contract-id=(C\\w+).*", "$1");
      assertThat(deploy(sandbox, "split", "vault")).isEqualTo(2);
      assertThat(err.toString()).contains("vault is none of split, batch and pool");

      assertThat(status(sandbox, "--pool", pool)).as(out + " " + err).isZero();
      assertThat(out.toString())
          .contains(
              "code " + Deployable.SPLIT.hash().hex() + ", the committed one",
              "admin " + DEPLOYER,
              "bond 0.0000000 KALE, of which 0.0000000 are reserved",
              "contract lives ");
      assertThat(upgradeCheck(sandbox)).isZero();
      assertThat(out.toString()).contains("split: the same, " + Deployable.SPLIT.hash().hex());

      more.put("kale.split.contract-id", ids.get("kale.batch.contract-id"));
      assertThat(status(sandbox)).isEqualTo(1);
      assertThat(out.toString()).contains("ANOTHER");
      assertThat(upgradeCheck(sandbox)).isEqualTo(1);
      assertThat(out.toString())
          .contains("split: another. On the chain " + Deployable.BATCH.hash().hex());

      more.put("kale.split.contract-id", Address.contract(Sha256.of("nobody's")).text());
      assertThat(status(sandbox)).isEqualTo(1);
      assertThat(out.toString()).contains("is not on this network");
    }
  }

  @Test
  void asksTwiceOnThePublicNetwork() throws IOException {
    InputStream before = System.in;
    try (Sandbox sandbox = sandbox(SandboxConfig.defaults().with().passphrase(MAINNET))) {
      for (String answers : new String[] {"no\n", "yes\nno\n", ""}) {
        System.setIn(new ByteArrayInputStream(answers.getBytes(StandardCharsets.UTF_8)));
        assertThat(deploy(sandbox)).isEqualTo(2);
        assertThat(err.toString()).isEqualTo("nothing was done");
        assertThat(sandbox.lumens(DEPLOYER)).contains(Xlm.parse("100"));
      }
      assertThat(out.toString()).contains("Pay up to ", MAINNET);
    } finally {
      System.setIn(before);
    }
  }

  @Test
  void saysWhatIsMissing() throws IOException {
    try (Sandbox sandbox = sandbox(SandboxConfig.defaults().with())) {
      more.put("kale.asset", "");
      assertThat(deploy(sandbox)).isEqualTo(2);
      assertThat(err.toString()).contains("kale.asset");
      more.remove("kale.asset");
      assertThat(deploy(sandbox, "--admin", "GNOBODY")).isEqualTo(2);
      assertThat(err.toString()).startsWith("--admin: ");
      assertThat(deploy(sandbox, "--max-fee", "0.01")).isEqualTo(2);
      assertThat(err.toString()).contains("more than kale.fee.max-resource");
      more.put("kale.split.contract-id", DEPLOYER.text());
      assertThat(status(sandbox)).isEqualTo(2);
      assertThat(err.toString()).contains("kale.split.contract-id must be a contract");
    }
  }
}
