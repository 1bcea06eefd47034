package org.kalepool.lab.sandbox;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs a sandbox by itself, so that other Stellar tools can talk to it. */
@Command(
    name = "sandbox",
    mixinStandardHelpOptions = true,
    description = {
      "Runs an embedded Stellar network with the KALE contract until interrupted.",
      "It answers stellar-rpc's JSON-RPC; accounts are funded at /friendbot?addr=G…",
      "(with &kale=N also with N KALE)."
    })
public final class SandboxCommand implements Callable<Integer> {
  @Option(
      names = "--port",
      defaultValue = "8000",
      description = "TCP port on the loopback interface, 0 for any; default: ${DEFAULT-VALUE}.")
  private int port;

  @Option(
      names = "--ledger-seconds",
      defaultValue = "5",
      description = "Network seconds between two ledgers, 1 to 6; default: ${DEFAULT-VALUE}.")
  private int ledgerSeconds;

  @Option(
      names = "--speed",
      defaultValue = "1",
      description = "Network seconds in a second; at 60 a block takes 5 s; default: 1.")
  private double speed;

  @Option(names = "--data", description = "Folder where the network outlives the process.")
  private @Nullable Path data;

  @Option(
      names = "--bots",
      defaultValue = "5",
      description = "How many other farmers take part; default: ${DEFAULT-VALUE}.")
  private int bots;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "Seed of everything random; default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--ledger-bytes",
      defaultValue = "1048576",
      description =
          "How long the metadata is that getLatestLedger sends, bytes; default: ${DEFAULT-VALUE}.")
  private int ledgerBytes;

  @Option(
      names = "--farm-wasm",
      description =
          "The KALE contract's own code, to be run instead of the rules in Java; a file that the"
              + " network has published and that is not part of this program.")
  private @Nullable Path farmWasm;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    try (Sandbox sandbox = started()) {
      sandbox.ledgerBytes(ledgerBytes);
      describe(sandbox, spec.commandLine().getOut());
      CountDownLatch interrupted = new CountDownLatch(1);
      Runtime.getRuntime().addShutdownHook(new Thread(interrupted::countDown, "sandbox-stop"));
      interrupted.await();
    }
    return 0;
  }

  /** A file that is no contract's code is the caller's fault. */
  private Sandbox started() {
    try {
      return Sandbox.start(config());
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private SandboxConfig config() {
    try {
      return SandboxConfig.defaults()
          .with()
          .port(port)
          .ledgerSeconds(ledgerSeconds)
          .speed(speed)
          .dataDir(data)
          .bots(bots)
          .seed(seed)
          .farmWasm(farmWasm)
          .build();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private static void describe(Sandbox sandbox, PrintWriter out) {
    SandboxConfig config = sandbox.config();
    out.println("JSON-RPC       " + sandbox.rpcUrl());
    out.println("friendbot      " + sandbox.rpcUrl() + "/friendbot?addr=G…");
    out.println("passphrase     " + config.passphrase());
    out.println("KALE contract  " + config.farmContract());
    out.println("asset contract " + config.farm().asset());
    out.println("asset          KALE:" + config.issuer());
    out.println("ledger         " + sandbox.ledger());
    out.flush();
  }
}
