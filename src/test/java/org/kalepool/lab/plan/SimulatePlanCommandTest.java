package org.kalepool.lab.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Objects;
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
        new PayingYear(match, SubmissionSettings.defaults(), PriceSeries.of(0.0002, 10, 1), 10, 0)
            .play();
    assertThat(played.ours().profit()).isGreaterThan(0.99 * played.always().profit());
    assertThat(played.ours().profit()).isGreaterThan(0.95 * played.told().profit());
    assertThat(played.ours().worst()).as("the worst off").isLessThan(0.01);
    assertThat(Math.abs(played.always().error(100))).isLessThan(0.1);
    int exit =
        run(
            "--fees=mainnet",
            "--price=0.0002",
            "--farmers=1",
            "--rate=50",
            "--days=2",
            "--redraws=1");
    assertThat(exit).isZero();
    assertThat(out.toString()).contains("2 days of prices around 2.0E-4").contains("| 1 | 50.0 |");
    assertThat(run("--fees=mainnet", "--price=0")).isEqualTo(2);
  }

  @Test
  void whereThePriceJumpsItPaysNearlyAsMuchAsForWhoKnowsTheRuleByWhichItDoes() {
    NetworkModel model = NetworkModel.of(6, 200);
    Match match = new Match(model, OtherFarmers.MIXED, 3, 50e6, 0, 1);
    PriceSeries prices = PriceSeries.jumps(0.0005, 20, 1);
    SubmissionSettings settings = SubmissionSettings.defaults().withPrice(0.0005);
    PayingYear year = new PayingYear(match, settings, prices, 20, 0);
    PayingYear.Result played = year.play();
    double rule = Objects.requireNonNull(played.ruled()).profit();
    assertThat(played.ours().planted()).as("some blocks do not pay").isLessThan(0.9);
    assertThat(played.ours().profit()).isGreaterThan(1.4 * played.always().profit());
    assertThat(played.ours().profit()).isGreaterThan(0.9 * rule);
    assertThat(played.ours().worst()).as("the worst off").isLessThan(0.01);
    PayingWay unbound = year.withMostBehind(100).ours();
    assertThat(unbound.profit()).as("without a bound").isGreaterThan(0.95 * rule);
    assertThat(rule).as("the price itself is worth more").isLessThan(played.told().profit());
  }

  @Test
  void whatIsOffInOneBlockIsLuckThatNobodyCanKnowBeforehand() {
    NetworkModel model = NetworkModel.of(5.5, 200);
    Match match = new Match(model, OtherFarmers.MIXED, 1, 50e6, 0, 1);
    PayingYear.Result played =
        new PayingYear(match, SubmissionSettings.defaults(), PriceSeries.of(0.0005, 5, 1), 5, 12)
            .play();
    PayingWay always = played.always();
    assertThat(always.usual(100)).as("a hundred blocks together").isLessThan(0.1);
    assertThat(always.luck()).isGreaterThan(0.25);
    assertThat(always.size(Integer.MAX_VALUE)).isLessThan(1.15 * always.luck());
    assertThat(always.fault()).isLessThan(0.35 * always.luck());
    assertThat(played.ours().average()).isGreaterThan(0.95 * played.bound());
    assertThat(played.always().bound()).isGreaterThanOrEqualTo(played.always().average());
  }

  @Test
  void plantsSentForTheOpeningLedgerLandThereAndHardlyEverTooSoon() {
    for (double uneven : new double[] {0, 0.05}) {
      NetworkModel model = NetworkModel.of(5, 200).uneven(uneven);
      Match match = new Match(model, OtherFarmers.MIXED, 2, 50e6, 120, 1);
      OpeningMatch opening = new OpeningMatch(match, SubmissionSettings.defaults());
      OpeningMatch.Way usual = opening.play(false, _ -> {});
      OpeningMatch.Way early = opening.play(true, _ -> {});
      assertThat(early.opening()).isGreaterThan(usual.opening() + 0.2);
      assertThat(early.behind()).isLessThan(usual.behind());
      assertThat(usual.failed()).isZero();
      assertThat(early.failed()).isLessThan(0.02);
      assertThat(early.forfeited()).isZero();
    }
    int exit = run("--opening", "--blocks=20", "--farmers=2", "--rate=50", "--uneven=0.1");
    assertThat(exit).isZero();
    assertThat(out.toString()).contains("in the opening ledger").contains("| 2 | 50.0 |");
    assertThat(run("--opening", "--uneven=2")).isEqualTo(2);
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
