package org.kalepool.cli.serve;

import io.quarkus.arc.Arc;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.kalepool.cli.CommandException;
import org.kalepool.cli.settings.Settings;
import org.kalepool.kale.Address;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;
import org.kalepool.pooler.Poolers;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code pool serve}: runs the service until it is told to stop. */
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    description = {
      "Run the pool's service.",
      "Without a database in the settings it starts an embedded PostgreSQL, without a network an"
          + " embedded one, both in the data folder; they survive restarts.",
      "Every setting can be given as environment variable, as -D system property in KALE_JAVA_OPTS,"
          + " or in config/application.properties."
    })
public final class ServeCommand implements Callable<Integer> {
  private static final int DEFAULT_MANAGEMENT = 9000;

  @Option(
      names = "--port",
      defaultValue = "8080",
      description = "HTTP port, 0 for any free one (default: ${DEFAULT-VALUE})")
  private int port;

  @Option(
      names = "--management-port",
      description =
          "port of health and metrics, 0 for any free one (default: quarkus.management.port, or "
              + DEFAULT_MANAGEMENT
              + "; with --port 0 any free one)")
  private @Nullable Integer managementPort;

  @Option(
      names = "--data",
      defaultValue = "data/pool",
      description =
          "folder of the embedded parts and the keys made for them (default: ${DEFAULT-VALUE})")
  private Path data;

  @Option(
      names = "--profile",
      description =
          "testnet or mainnet: their contract ids and passphrases; RPC URL, database and keys must"
              + " be set")
  private @Nullable String profile;

  @Mixin private EmbeddedNetwork.Options options;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    StopLimit.arm();
    check("--port", port);
    if (profile != null) {
      System.setProperty("quarkus.profile", profile);
    }
    Settings set = Settings.ofThisProcess();
    int management = managementPort(set);
    try (EmbeddedServices services = EmbeddedServices.start(set, data, profile, options, out);
        PoolProcess pool = start(services, management)) {
      out.println("open " + pool.url() + "/ in a browser");
      out.println("the pool listens at " + pool.url());
      out.println("health and metrics are at " + pool.managementUrl() + "/q");
      services.network().ifPresent(network -> open(network, out));
      out.flush();
      return pool.await();
    }
  }

  private PoolProcess start(EmbeddedServices services, int management) {
    Map<String, String> settings = services.settings();
    settings.put(PoolProcess.MANAGEMENT, Integer.toString(management));
    return PoolProcess.start(settings, port);
  }

  private int managementPort(Settings set) {
    if (managementPort != null) {
      return check("--management-port", managementPort);
    }
    String text = set.get(PoolProcess.MANAGEMENT).map(String::strip).orElse("");
    if (text.isEmpty()) {
      return port == 0 ? 0 : DEFAULT_MANAGEMENT;
    }
    if (!text.matches("[0-9]{1,5}")) {
      throw new CommandException(
          PoolProcess.MANAGEMENT + " must be 0 to 65535, not '" + text + "'");
    }
    return check(PoolProcess.MANAGEMENT, Integer.parseInt(text));
  }

  private static int check(String what, int port) {
    if (port < 0 || port > 65_535) {
      throw new CommandException(what + " must be 0 to 65535, not " + port);
    }
    return port;
  }

  /** The embedded network has nobody else to give the pooler's wallet what it needs. */
  private static void open(EmbeddedNetwork network, PrintWriter out) {
    Address wallet = Arc.container().select(Poolers.class).get().own().wallet();
    network.prepare(wallet, Xlm.parse("1000"), Kale.parse("100000"));
    network.run();
    out.println(
        "friendbot of the embedded network: " + network.friendbotUrl() + "?addr=G…&kale=100");
  }
}
