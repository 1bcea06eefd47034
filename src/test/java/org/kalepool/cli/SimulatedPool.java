package org.kalepool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.arc.Arc;
import io.quarkus.test.common.http.TestHTTPResource;
import java.io.PrintWriter;
import java.net.URI;
import java.sql.SQLException;
import java.util.EnumSet;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;
import org.kalepool.sandbox.Sandbox;

/** Runs one seed with all that can go wrong in the pool that the test's profile has started. */
abstract class SimulatedPool {
  @TestHTTPResource @Nullable URI root;

  SimulationReport simulate(long seed, long blocks, int farmers) throws SQLException {
    Config config = ConfigProvider.getConfig();
    String database = config.getValue("quarkus.datasource.jdbc.url", String.class);
    Simulation.Options options =
        new Simulation.Options(seed, blocks, farmers, EnumSet.allOf(Trouble.class), 0);
    String url = String.valueOf(root).replaceAll("/$", "");
    try (Sandbox sandbox = Sandbox.start(Simulation.network(seed, SimulatedSeed.BOTS));
        DemoClient client = new DemoClient(url);
        SimulatedDatabase own = SimulatedDatabase.open(database, "postgres", "postgres")) {
      PrintWriter out = new PrintWriter(System.out, true);
      return new Simulation(options, sandbox, Arc.container(), client, own, out, () -> false).run();
    }
  }

  /** All truths held, and there was something to hold them in. */
  static void assertGood(SimulationReport report, long blocks) {
    assertThat(report.broken()).isEmpty();
    assertThat(report.difference()).isZero();
    assertThat(report.blocks()).isGreaterThanOrEqualTo(blocks);
    assertThat(report.planted()).isGreaterThan(blocks / 2);
    assertThat(report.harvested()).isGreaterThan(blocks / 3);
    assertThat(report.faults().values().stream().mapToLong(Long::longValue).sum())
        .isGreaterThan(blocks);
  }
}
