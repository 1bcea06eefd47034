package org.kalepool.lab.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.quarkus.arc.Arc;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.kalepool.cli.CommandException;
import org.kalepool.cli.serve.EmbeddedNetwork;
import org.kalepool.cli.serve.EmbeddedServices;
import org.kalepool.cli.serve.PoolProcess;
import org.kalepool.cli.settings.Settings;
import org.kalepool.lab.DemoClient;
import org.kalepool.lab.LabContracts;
import org.kalepool.web.OperatorKeyFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code pool demo}: the whole life of a pool in a minute or two. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = {
      "Farm a few blocks for several farmers on an embedded PostgreSQL and an embedded network,"
          + " against bots; two farmers keep their KALE in vaults. In the middle one farmer leaves,"
          + " and the owner of a vault stops it and takes all out, past the pool.",
      "With --poolers 2 a second pooler on a machine of its own takes part, until it leaves.",
      "Ends with a balance sheet. Exit code 0 if books and chain agree to the stroop, 1 if not.",
      "Killed half-way and run again on the same folder it goes on where it was."
    })
public final class DemoCommand implements Callable<Integer> {
  /** What the second pooler's machine has to know of the network, as this process does. */
  private static final List<String> OF_MACHINES =
      List.of("kale.rpc.url", "kale.rpc.max-clock-lag", "kale.block.poll-interval");

  @Option(
      names = "--farmers",
      defaultValue = "5",
      description = "how many farmers, 1 to 100 (default: ${DEFAULT-VALUE})")
  private int farmers;

  @Option(
      names = "--blocks",
      defaultValue = "6",
      description = "how many blocks to farm, 1 to 1000 (default: ${DEFAULT-VALUE})")
  private int blocks;

  @Option(
      names = "--poolers",
      defaultValue = "1",
      description =
          "1, or 2: the second one has a machine of its own, a process beside this one, and half of"
              + " the farmers; in the middle it leaves (default: ${DEFAULT-VALUE})")
  private int poolers;

  @Option(
      names = "--speed",
      defaultValue = "20",
      description =
          "network seconds in a second: 20 makes a block last 15 s (default: ${DEFAULT-VALUE})")
  private double speed;

  @Option(
      names = "--bots",
      defaultValue = "8",
      description = "other farmers (default: ${DEFAULT-VALUE})")
  private int bots;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "seed of the farmers and of the network's chance (default: ${DEFAULT-VALUE})")
  private long seed;

  @Option(
      names = "--data",
      defaultValue = "data/demo",
      description = "folder of database, network and keys (default: ${DEFAULT-VALUE})")
  private Path data;

  @Option(
      names = "--port",
      defaultValue = "0",
      description = "HTTP port of the pool, 0 for any free one (default: ${DEFAULT-VALUE})")
  private int port;

  @Option(names = "--report", description = "also write the balance sheet to this file, as JSON")
  private @Nullable Path report;

  @Option(names = "--verbose", description = "show the service's log")
  private boolean verbose;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws SQLException, IOException {
    check("--farmers", farmers, 1, 100);
    check("--blocks", blocks, 1, 1000);
    check("--poolers", poolers, 1, 2);
    if (farmers < poolers) {
      throw new CommandException("--poolers 2 needs --farmers 2 at least, one for each");
    }
    check("--port", port, 0, 65_535);
    if (!(speed > 0 && speed <= 200)) {
      throw new CommandException("--speed must be above 0 and at most 200, not " + speed);
    }
    PrintWriter out = spec.commandLine().getOut();
    EmbeddedNetwork.Options options = EmbeddedNetwork.Options.of(speed, bots, seed);
    try (EmbeddedServices services =
        EmbeddedServices.start(Settings.none(), data, null, options, out)) {
      EmbeddedNetwork network = services.network().orElseThrow();
      var settings = services.settings();
      Map<String, String> hashing = hashing();
      settings.putAll(hashing);
      settings.put("quarkus.log.level", verbose ? "INFO" : "WARN");
      settings.put("kale.http.requests-per-minute", "100000");
      settings.put("kale.farmer.registrations-per-address", "0");
      if (poolers == 1) {
        settings.put("kale.batch.contract-id", LabContracts.batch(network.sandbox()).text());
        settings.put("kale.batch.channels", "4");
        settings.put("kale.vault.contract-id", LabContracts.pool().text());
        // a gain of some blocks is shared while one looks
        settings.put("kale.vault.settle-every", "10m");
        settings.put("kale.vault.settle-least", "0");
      }
      String operator = randomKey();
      if (poolers > 1) {
        // what a machine does over and over follows a block of seconds
        settings.put("kale.pooler.heartbeat-interval", "2s");
        settings.put("kale.pooler.silent-after", "20s");
        settings.put("kale.http.pooler-requests-per-minute", "0");
        // with each block it is said that the other pooler has not asked yet
        settings.put(
            "quarkus.log.category.\"org.kalepool.plant\".level", verbose ? "INFO" : "ERROR");
        settings.remove(OperatorKeyFile.FILE);
        settings.put(OperatorKeyFile.KEY, operator);
      }
      try (PoolProcess pool = PoolProcess.start(settings, port);
          DemoClient client = new DemoClient(pool.url())) {
        out.println("the pool listens at " + pool.url());
        out.flush();
        DemoRun run = new DemoRun(client, network, Arc.container(), data, out);
        RunReport result;
        if (poolers == 1) {
          result = run.farm(farmers, blocks, seed);
        } else {
          Map<String, String> machine = new HashMap<>(hashing);
          OF_MACHINES.forEach(name -> machine.put(name, settings.get(name)));
          machine.put("kale.pooler.plant-wait", "5s");
          result = run.farmWithAway(operator, machine, farmers, blocks, seed);
        }
        ReportTable.print(result, out);
        if (report != null) {
          write(result, report);
          out.println("report written to " + report);
          out.flush();
        }
        return result.reconciled() ? 0 : 1;
      }
    }
  }

  /** How this process hashes, and the second pooler's machine. */
  private Map<String, String> hashing() {
    int cores = Runtime.getRuntime().availableProcessors();
    if (poolers == 1) {
      // The bots are weak: past their best there is something to see, and one core stays free.
      return Map.of(
          "kale.work.past-max", "true", "kale.work.cores-left-free", cores > 1 ? "1" : "0");
    }
    return Map.of(
        "kale.work.past-max",
        Boolean.toString(cores > poolers),
        "kale.work.threads",
        Integer.toString(Math.max(1, (cores - 1) / poolers)));
  }

  private static void write(RunReport result, Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(file.toFile(), result);
  }

  /** An operators' key for as long as this process lives. */
  private static String randomKey() {
    byte[] key = new byte[32];
    new SecureRandom().nextBytes(key);
    return HexFormat.of().formatHex(key);
  }

  private static void check(String option, int value, int low, int high) {
    if (value < low || value > high) {
      throw new CommandException(option + " must be " + low + " to " + high + ", not " + value);
    }
  }
}
