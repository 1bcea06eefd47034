package org.kalepool.lab.simulation;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.quarkus.arc.Arc;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import org.kalepool.cli.TemporaryFolder;
import org.kalepool.cli.serve.PoolProcess;
import org.kalepool.cli.settings.DatabaseSettings;
import org.kalepool.cli.settings.PostgresLogin;
import org.kalepool.lab.DemoClient;
import org.kalepool.lab.sandbox.Sandbox;
import org.kalepool.lab.sandbox.SandboxConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code pool simulate}: thousands of blocks with everything going wrong, again by its seed. */
@Command(
    name = "simulate",
    mixinStandardHelpOptions = true,
    description = {
      "Run the whole pool on a stepped clock against the embedded network, with faults, and hold"
          + " it to its invariants after every block.",
      "The same seed gives the same run. Exit code 1 on any difference or broken invariant; a run"
          + " that is interrupted sums up what it has seen and ends with 130 or 143."
    })
public final class SimulateCommand implements Callable<Integer> {
  /** What one ledger may take at most; a look at the whole history is no ledger's work. */
  private static final Duration LONGEST_LEDGER = Duration.ofMinutes(10);

  @Mixin private SimulateOptions options = new SimulateOptions();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws SQLException, IOException, InterruptedException {
    options.check();
    Set<SimulatedFault> chosen = SimulatedFault.parse(options.faults);
    StopSignals signals = new StopSignals();
    signals.take();
    try (TemporaryFolder folder = TemporaryFolder.make("kale-pool-simulate")) {
      return options.seeds > 0
          ? playSeeds(folder.path(), signals)
          : playOne(chosen, folder, signals);
    }
  }

  private int playSeeds(Path folder, StopSignals signals)
      throws SQLException, IOException, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    Long given = options.firstSeed;
    long first = given == null ? new SplittableRandom().nextLong(1L << 32) : given;
    out.println(
        "playing "
            + options.seeds
            + " seeds from "
            + first
            + " on, "
            + options.jobs
            + " at a time");
    out.flush();
    Path reports = options.reports;
    Path each = reports == null ? folder : Files.createDirectories(reports);
    SimulatedSeeds.Plan plan =
        new SimulatedSeeds.Plan(first, options.seeds, options.ofEachSeed(), each);
    List<EmbeddedPostgres> servers = new ArrayList<>();
    try {
      for (int job = 0; job < Math.min(options.jobs, options.seeds); job++) {
        servers.add(SimulationServer.start(folder.resolve("server-" + job)));
      }
      SeedsReport result = new SimulatedSeeds(plan, servers, folder, out, signals::stopped).run();
      write(result);
      out.println(result.line());
      out.flush();
      return result.failed().isEmpty() ? signals.exitCode() : 1;
    } finally {
      for (EmbeddedPostgres server : servers) {
        server.close();
      }
    }
  }

  private int playOne(Set<SimulatedFault> chosen, TemporaryFolder folder, StopSignals signals)
      throws SQLException, IOException {
    PrintWriter out = spec.commandLine().getOut();
    SimulationOptions run = options.ofRun(chosen);
    SimulationReport result;
    String url = options.database;
    if (url != null) {
      result = simulate(url, run, out, signals);
    } else {
      try (EmbeddedPostgres postgres = SimulationServer.start(folder.path())) {
        result = simulate(postgres.getJdbcUrl("postgres", "postgres"), run, out, signals);
      }
    }
    write(result);
    out.println(result.opening().line());
    if (result.fairness() != null) {
      out.println(result.fairness());
    }
    out.println(result.line());
    out.flush();
    return result.good() ? signals.exitCode() : 1;
  }

  private void write(Object result) throws IOException {
    Path report = options.report;
    if (report != null) {
      new ObjectMapper()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .writeValue(report.toFile(), result);
    }
  }

  private SimulationReport simulate(
      String url, SimulationOptions run, PrintWriter out, StopSignals signals)
      throws SQLException, IOException {
    SandboxConfig network = SimulationSettings.network(options.seed, options.bots);
    try (Sandbox sandbox = Sandbox.start(network)) {
      Map<String, String> settings = SimulationSettings.of(network);
      // a user in the URL would win over those that are set
      PostgresLogin owner =
          new PostgresLogin(url.replaceFirst("\\?user=\\w+$", ""), "postgres", "postgres");
      settings.putAll(DatabaseSettings.settings(owner.runtime(), owner));
      settings.putAll(SimulationSettings.keys());
      settings.put("kale.plant.opening-ledger", Boolean.toString(options.openingLedger));
      if (run.faults().contains(SimulatedFault.PRICE_MOVES)) {
        settings.put("kale.price.pool", "network");
      }
      if (run.splitContract()) {
        settings.putAll(SimulatedContract.deploy(sandbox, options.seed));
      }
      if (options.inBatches()) {
        settings.putAll(SimulationSettings.batches(sandbox));
      }
      if (run.vaults() > 0) {
        settings.putAll(SimulationSettings.vaults());
      }
      if (options.sizes) {
        settings.put("kale.history.keep-blocks", "24");
        settings.put("kale.history.page-blocks", "32");
      }
      settings.put("quarkus.log.level", options.verbose ? "INFO" : "OFF");
      // cuts are meant; the connection pool tells of each
      settings.put(
          "quarkus.log.category.\"io.agroal.pool\".level", options.verbose ? "INFO" : "OFF");
      try (PoolProcess pool = PoolProcess.start(settings, 0);
          DemoClient client = new DemoClient(pool.url());
          SimulatedDatabase own =
              SimulatedDatabase.open(owner.url(), owner.user(), owner.password());
          var _ = StandstillWatch.start(options.seed, sandbox::ledger, LONGEST_LEDGER, out)) {
        // the service has signal handlers of its own, which would end it under the run
        signals.take();
        SimulationReport result =
            new Simulation(run, sandbox, Arc.container(), client, own, out, signals::stopped).run();
        Path kept = options.keepDatabase;
        if (kept != null) {
          own.backUp(kept);
        }
        if (options.sizes) {
          own.size().lines().forEach(out::println);
        }
        return result;
      }
    }
  }
}
