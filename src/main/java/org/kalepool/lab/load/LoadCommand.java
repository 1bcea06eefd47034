package org.kalepool.lab.load;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.kalepool.cli.CommandException;
import org.kalepool.cli.serve.EmbeddedNetwork;
import org.kalepool.cli.serve.EmbeddedServices;
import org.kalepool.cli.settings.Settings;
import org.kalepool.lab.DemoClient;
import org.kalepool.lab.LabContracts;
import org.kalepool.lab.sandbox.Sandbox;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code pool load}: a full pool under a steady API load, measured block by block. */
@Command(
    name = "load",
    mixinStandardHelpOptions = true,
    description = {
      "Measure a full pool: all farmers join over REST and are farmed for, block after block, while"
          + " others keep asking the API.",
      "The pool runs in a JVM of its own; PostgreSQL, the sandbox network (with the public"
          + " network's ledger limits) and the API load share the same processor.",
      "Exit code 0 if every goal is reached, 1 if one is missed."
    })
public final class LoadCommand implements Callable<Integer> {
  /** Two blocks' ledgers and more: what the pool may still ask for. */
  private static final long REMEMBERED_LEDGERS = 240;

  @Option(
      names = "--farmers",
      defaultValue = "1000",
      description = "how many farmers, 1 to 10000 (default: ${DEFAULT-VALUE})")
  private int farmers;

  @Option(
      names = "--blocks",
      defaultValue = "3",
      description = "how many blocks count, 1 to 1000 (default: ${DEFAULT-VALUE})")
  private int blocks;

  @Option(
      names = "--speed",
      defaultValue = "1",
      description =
          "network seconds in a second, 1 to 200; above 1 the same work has to be done in less"
              + " time (default: ${DEFAULT-VALUE})")
  private double speed;

  @Option(
      names = "--requests",
      defaultValue = "20",
      description = "API requests a second, 1 to 1000 (default: ${DEFAULT-VALUE})")
  private double requests;

  @Option(
      names = "--heap",
      defaultValue = "512",
      description = "largest heap of the pool's JVM, MiB (default: ${DEFAULT-VALUE})")
  private int heap;

  @Option(
      names = "--hash-threads",
      description = "the pool's hashing threads (default: half of the cores, at least one)")
  private int threads = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);

  @Option(
      names = "--bots",
      defaultValue = "5",
      description = "other farmers (default: ${DEFAULT-VALUE})")
  private int bots;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "seed of requests and of the network's chance (default: ${DEFAULT-VALUE})")
  private long seed;

  @Option(
      names = "--data",
      defaultValue = "data/load",
      description =
          "folder of the pool's log; database and keys are below it while the command runs"
              + " (default: ${DEFAULT-VALUE})")
  private Path data;

  @Option(
      names = "--batch",
      description = "have works and harvests share transactions, by the batch contract")
  private boolean batch;

  @Option(
      names = "--custody",
      defaultValue = "custodial",
      description =
          "where farmers keep their KALE: custodial, in accounts, or vault, in vaults, with which"
              + " all transactions are shared (default: ${DEFAULT-VALUE})")
  private String custody = "custodial";

  @Option(names = "--json", paramLabel = "FILE", description = "also write the figures as JSON")
  private @Nullable Path json;

  @Option(names = "--java-options", split = " ", hidden = true)
  private List<String> javaOptions = List.of();

  @Option(names = "--app", hidden = true)
  private Path app = Path.of(System.getProperty("java.class.path", ""));

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws SQLException, IOException {
    check("--farmers", farmers, 1, 10_000);
    check("--blocks", blocks, 1, 1000);
    check("--speed", speed, 1, 200);
    check("--requests", requests, 1, 1000);
    check("--heap", heap, 64, 65_536);
    check("--hash-threads", threads, 1, 4096);
    if (!custody.equals("custodial") && !custody.equals("vault")) {
      throw new CommandException("--custody must be custodial or vault, not " + custody);
    }
    if (!app.endsWith("quarkus-run.jar")) {
      throw new CommandException(
          "pool load starts a second JVM: run the packaged pool, ./pool load");
    }
    Files.createDirectories(data);
    Path folder = Files.createTempDirectory(data.toAbsolutePath(), "run-");
    try {
      return measure(folder);
    } finally {
      delete(folder);
    }
  }

  private int measure(Path folder) throws SQLException, IOException {
    PrintWriter out = spec.commandLine().getOut();
    EmbeddedNetwork.Options options = EmbeddedNetwork.Options.of(speed, bots, seed);
    options.lasting = false;
    options.retention = REMEMBERED_LEDGERS;
    Path log = data.resolve("pool.log");
    try (EmbeddedServices services =
            EmbeddedServices.start(
                Settings.none(), folder, null, options, LoadStatements.SERVER_OPTIONS, out);
        PoolChild pool = PoolChild.start(app, heap, javaOptions, settings(services), log);
        DemoClient client = new DemoClient(pool.url())) {
      out.println("the pool listens at " + pool.url() + ", its log is " + log);
      out.flush();
      LoadRun run = new LoadRun(pool, client, services, out);
      LoadReport report =
          run.run(
              new LoadRun.Options(
                  farmers, blocks, speed, requests, heap, threads, seed, inVaults()));
      new LoadTable(out).end(report);
      if (json != null) {
        new ObjectMapper()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .writeValue(json.toFile(), report);
      }
      return report.passed() ? 0 : 1;
    }
  }

  private Map<String, String> settings(EmbeddedServices services) {
    Map<String, String> settings = services.settings();
    settings.put("kale.pooler.max-farmers", Integer.toString(farmers));
    settings.put("kale.work.threads", Integer.toString(threads));
    // The bots are weak: past their best the hashing never rests, as it never does in service.
    settings.put("kale.work.past-max", "true");
    // All requests come from one address.
    settings.put("kale.http.requests-per-minute", "0");
    settings.put("kale.farmer.registrations-per-address", "0");
    settings.put("kale.farmer.max-registrations", "0");
    settings.put("quarkus.log.level", "WARN");
    if (batch || inVaults()) {
      Sandbox network = services.network().orElseThrow().sandbox();
      settings.put("kale.batch.contract-id", LabContracts.batch(network).text());
      settings.put("kale.batch.channels", Integer.toString(inVaults() ? channels() : 10));
    }
    if (inVaults()) {
      settings.put("kale.vault.contract-id", LabContracts.pool().text());
      settings.put("kale.batch.size", "50");
      // nobody else works here, and a ledger takes ten batches of fifty
      settings.put("kale.work.per-ledger", "480");
      // all that come are made at once
      settings.put("kale.vault.makings-per-day", Integer.toString(Math.max(1_000, farmers)));
    }
    return settings;
  }

  private boolean inVaults() {
    return custody.equals("vault");
  }

  /** Each carries one transaction at a time, of forty plants or so. */
  private int channels() {
    return Math.clamp(farmers / 40, 10, 25);
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private static void check(String option, double value, int low, int high) {
    if (!(value >= low && value <= high)) {
      throw new CommandException(option + " must be " + low + " to " + high + ", not " + value);
    }
  }
}
