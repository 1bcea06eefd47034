package org.kalepool.lab.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kalepool.work.plan.SubmissionSettings;
import picocli.CommandLine;

class SimulatePlanCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void printsTheTablesAndWritesTheFigures(@TempDir Path folder) throws IOException {
    Path json = folder.resolve("figures.json");
    int exit = run("--blocks=20", "--farmers=1,10", "--rate=50", "--json=" + json);
    assertThat(exit).isZero();
    assertThat(out.toString()).contains("% of D1S").contains("| 10 | 50 |");
    assertThat(err.toString()).contains("10 farmers, 50.0 MH/s: 100 %");
    JsonNode figures = new ObjectMapper().readTree(json.toFile());
    assertThat(figures.path("results")).hasSize(6);
    JsonNode ours = figures.path("results").path(0);
    assertThat(ours.path("plan").asText()).isEqualTo("the pool's plan");
    assertThat(ours.path("ofD1S").path("ratio").asDouble()).isBetween(0.9, 1.1);
  }

  @Test
  void playsPricesAndIsNoWorseThanToFarmAlwaysAndNearlyAsGoodAsWithThePriceForeseen() {
    NetworkModel model = NetworkModel.of(5.5, 200);
    Match match = new Match(model, OtherFarmers.MIXED, 10, 50e6, 0, 1);
    PayingYear.Result played =
        new PayingYear(match, SubmissionSettings.defaults(), 0.0002, 10).play();
    assertThat(played.ours().profit()).isGreaterThan(0.99 * played.always().profit());
    assertThat(played.ours().profit()).isGreaterThan(0.95 * played.told().profit());
    assertThat(Math.abs(played.always().error(100))).isLessThan(0.1);
    int exit = run("--fees=mainnet", "--price=0.0002", "--farmers=1", "--rate=50", "--days=2");
    assertThat(exit).isZero();
    assertThat(out.toString()).contains("2 days of prices around 2.0E-4").contains("| 1 | 50.0 |");
    assertThat(run("--fees=mainnet", "--price=0")).isEqualTo(2);
  }

  @Test
  void refusesFiguresThatMakeNoSense() {
    assertThat(run("--blocks=0")).isEqualTo(2);
    assertThat(run("--farmers=0")).isEqualTo(2);
    assertThat(run("--ledger-seconds=0.2")).isEqualTo(2);
    assertThat(err.toString()).contains("must be positive");
  }

  private int run(String... arguments) {
    return new CommandLine(new SimulatePlanCommand())
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(arguments);
  }
}
