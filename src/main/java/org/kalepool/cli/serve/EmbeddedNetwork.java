package org.kalepool.cli.serve;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.kalepool.cli.CommandException;
import org.kalepool.kale.Address;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;
import org.kalepool.lab.sandbox.Sandbox;
import org.kalepool.lab.sandbox.SandboxConfig;
import picocli.CommandLine.Option;

/**
 * The sandbox network as the commands use it: its state in a folder, its clock running by itself.
 */
public final class EmbeddedNetwork implements AutoCloseable {
  /** What can be said about it on a command line. */
  public static final class Options {
    @Option(
        names = "--speed",
        description =
            "network seconds in a second, for the embedded network (default: ${DEFAULT-VALUE})",
        defaultValue = "1")
    double speed;

    @Option(
        names = "--bots",
        description = "other farmers on the embedded network (default: ${DEFAULT-VALUE})",
        defaultValue = "12")
    int bots;

    @Option(
        names = "--ledger-seconds",
        description = "pace of the embedded network, 1 to 6 (default: ${DEFAULT-VALUE})",
        defaultValue = "5")
    int ledgerSeconds;

    @Option(
        names = "--seed",
        description = "seed of the embedded network's chance (default: ${DEFAULT-VALUE})",
        defaultValue = "1")
    long seed;

    /** Ledgers whose transactions are remembered. */
    public long retention = SandboxConfig.defaults().retentionLedgers();

    /** Whether it outlives the process. */
    public boolean lasting = true;

    public static Options of(double speed, int bots, long seed) {
      Options options = new Options();
      options.speed = speed;
      options.bots = bots;
      options.ledgerSeconds = 5;
      options.seed = seed;
      return options;
    }
  }

  private final Sandbox sandbox;

  private EmbeddedNetwork(Sandbox sandbox) {
    this.sandbox = sandbox;
  }

  /** Starts it with its clock standing still: until {@link #run} no ledger closes. */
  static EmbeddedNetwork start(Path folder, Options options) {
    try {
      return new EmbeddedNetwork(
          Sandbox.start(
              SandboxConfig.defaults()
                  .with()
                  .speed(options.speed)
                  .ledgerSeconds(options.ledgerSeconds)
                  .bots(options.bots)
                  .seed(options.seed)
                  .dataDir(options.lasting ? folder : null)
                  .retentionLedgers(options.retention)
                  .automatic(false)
                  .build()));
    } catch (IllegalArgumentException e) {
      throw new CommandException("the embedded network cannot start: " + e.getMessage());
    }
  }

  String rpcUrl() {
    return sandbox.rpcUrl().toString();
  }

  String friendbotUrl() {
    return sandbox.rpcUrl() + "/friendbot";
  }

  /** What the pool must be told to farm on it. */
  Map<String, String> settings() {
    SandboxConfig config = sandbox.config();
    // Twice a ledger, so that a block that lasts seconds is not missed; never faster than 40 ms.
    long poll =
        Math.max(40, Math.min(5_000, (long) (500 * config.ledgerSeconds() / config.speed())));
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("kale.rpc.url", rpcUrl());
    settings.put("kale.network.passphrase", config.passphrase());
    settings.put("kale.contract.id", config.farmContract().text());
    settings.put("kale.asset", "KALE:" + config.issuer().text());
    // Its clock is its own: neither the date nor the pace of this machine's.
    settings.put("kale.rpc.max-clock-lag", "0s");
    settings.put("kale.pooler.generate-wallet", "true");
    settings.put("kale.block.poll-interval", poll + "ms");
    settings.put("kale.transactions.poll-interval", poll + "ms");
    if (config.speed() > 1) {
      // Sweeps that serve a block must come round within it.
      settings.put("kale.books.reconcile-interval", sweep(60, config.speed()));
      settings.put("kale.plant.sweep-interval", sweep(30, config.speed()));
      settings.put("kale.harvest.sweep-interval", sweep(30, config.speed()));
      settings.put("kale.farmer.onboarding-interval", sweep(15, config.speed()));
      settings.put("kale.pooler.wallet-interval", sweep(60, config.speed()));
    }
    return settings;
  }

  private static String sweep(double networkSeconds, double speed) {
    return Math.max(200, (long) (1_000 * networkSeconds / speed)) + "ms";
  }

  /**
   * Lets ledgers close. The clock waits for the pool, since at many times real speed a block would
   * be over before a restarted pool has loaded its classes.
   */
  public void run() {
    sandbox.run();
  }

  public Sandbox sandbox() {
    return sandbox;
  }

  /** Makes sure an account holds at least so much of both. */
  public void prepare(Address account, Xlm lumens, Kale kale) {
    Xlm held = sandbox.lumens(account).orElse(Xlm.ZERO);
    if (held.compareTo(lumens) < 0) {
      sandbox.fund(account, lumens.minus(held));
    }
    Kale has = sandbox.kale(account).orElse(Kale.ZERO);
    if (sandbox.kale(account).isEmpty() || has.compareTo(kale) < 0) {
      sandbox.giveKale(account, kale.minus(has).max(Kale.ZERO));
    }
  }

  @Override
  public void close() {
    sandbox.close();
  }
}
