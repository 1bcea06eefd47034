package org.kalepool.cli;

import io.quarkus.arc.Arc;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
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
final class ServeCommand implements Callable<Integer> {
  @Option(
      names = "--port",
      defaultValue = "8080",
      description = "HTTP port, 0 for any free one (default: ${DEFAULT-VALUE})")
  private int port;

  @Option(
      names = "--data",
      defaultValue = "data/pool",
      description =
          "folder of the embedded parts and the keys made for them (default: ${DEFAULT-VALUE})")
  private Path data;

  @Option(
      names = "--profile",
      description =
          "testnet or mainnet: their contract ids and passphrases; RPC URL, database and keys must be set")
  private @Nullable String profile;

  @Mixin private EmbeddedNetwork.Options options;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    StopLimit.arm();
    if (port < 0 || port > 65_535) {
      throw new CommandException("--port must be 0 to 65535, not " + port);
    }
    try (Surroundings around =
            Surroundings.start(Settings.ofThisProcess(), data, profile, options, out);
        PoolProcess pool = PoolProcess.start(around.settings(), port)) {
      out.println("the pool listens at " + pool.url());
      around.network().ifPresent(network -> open(network, out));
      out.flush();
      return pool.await();
    }
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
