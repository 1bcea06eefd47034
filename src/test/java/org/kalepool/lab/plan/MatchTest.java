package org.kalepool.lab.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kalepool.kale.Block;
import org.kalepool.work.plan.BlockView;
import org.kalepool.work.plan.NetworkMeasures;
import org.kalepool.work.plan.SubmissionPlan;
import org.kalepool.work.plan.SubmissionSettings;

class MatchTest {
  private static final NetworkModel MODEL = NetworkModel.of(5.5, 200);

  @ParameterizedTest
  @CsvSource({
    "1, 5, 300",
    "1, 50, 300",
    "10, 5, 150",
    "10, 1000, 150",
    "50, 50, 60",
    "500, 50, 10"
  })
  void oursIsNearTheBoundsAndAheadOfTheOthers(int farmers, double megahashes, int blocks) {
    List<Match.Result> results = play(MODEL, OtherFarmers.MIXED, farmers, megahashes, blocks);
    Match.Result ours = results.get(0);
    Estimate ofD1S = ours.ofD1S();
    assertThat(ofD1S.value() + ofD1S.halfWidth()).isGreaterThan(0.985);
    assertThat(ours.ofD1().value() - ours.ofD1().halfWidth()).isLessThan(1);
    for (Match.Result other : results.subList(1, 3)) {
      assertThat(ours.mean().contribution())
          .as(other.plan())
          .isGreaterThan(1.05 * other.mean().contribution());
      assertThat(other.ofD1().value()).isLessThan(0.95);
    }
    assertThat(ours.mean().forfeited()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"1, 200", "2, 200", "5, 200", "6, 200"})
  void oursFollowsTheLedgersPace(double ledgerSeconds, int capacity) {
    NetworkModel model = NetworkModel.of(ledgerSeconds, capacity);
    Match.Result ours = play(model, new OtherFarmers(1), 10, 50, 100).getFirst();
    assertThat(ours.ofD1S().value()).isGreaterThan(0.975);
    assertThat(ours.mean().losses().late()).isLessThan(0.002);
  }

  @Test
  void whatFallsShortOfD1IsAllAccountedFor() {
    for (Match.Result result : play(MODEL, OtherFarmers.MIXED, 10, 50, 50)) {
      Score mean = result.mean();
      Losses losses = mean.losses();
      double sum = losses.notFound() + losses.notSent() + losses.gap() + losses.late();
      assertThat(mean.contribution() + sum).as(result.plan()).isCloseTo(mean.d1(), within(1e-6));
    }
  }

  @Test
  void oneSendComesCloseToTheBestStoppingRuleAndNotPastIt() {
    SubmissionSettings one = SubmissionSettings.defaults().withInsuranceAge(300).withMaxSends(1);
    Match match = new Match(MODEL, new OtherFarmers(1), 20, 50e6, 150, 5);
    Match.Result ours = match.play(new Planned(one, 200), _ -> {});
    Estimate ofD1S = ours.ofD1S();
    assertThat(ofD1S.value() - ofD1S.halfWidth()).isLessThan(1);
    assertThat(ofD1S.value() + ofD1S.halfWidth()).isGreaterThan(0.97);
    assertThat(ours.mean().sends()).isLessThanOrEqualTo(1);
  }

  @Test
  void theRiskOfBeingLateIsWhatHappens() {
    double foreseen = 0;
    int late = 0;
    int tries = 8_000;
    for (int number = 0; number < tries; number++) {
      SeededRandom random = SeededRandom.of(11, number, 0);
      Timing timing = MODEL.timing(random);
      int ledger = 0;
      while (timing.close(ledger) < 275 + number % 20) {
        ledger++;
      }
      int close = timing.close(ledger);
      BlockView view = new BlockView(1, limits(), 0, ledger, close, 0, 17, 0, 1);
      SubmissionPlan plan =
          new SubmissionPlan(
              view, measured(), SubmissionSettings.defaults(), Instant.ofEpochSecond(close));
      foreseen += plan.lateRisk(1);
      late += ledger + random.pick(MODEL.landing()) >= timing.opening() ? 1 : 0;
    }
    assertThat(late / (double) tries).isCloseTo(foreseen / tries, within(0.01));
    assertThat(late).isGreaterThan(tries / 20);
  }

  @Test
  void foresightIsNeverWorthLess() {
    for (Match.Result result : play(MODEL, new OtherFarmers(1), 10, 50, 100)) {
      assertThat(result.mean().d1s()).isLessThan(result.mean().d1());
      assertThat(result.mean().d1s()).isGreaterThan(0.85 * result.mean().d1());
    }
  }

  @Test
  void theSameSeedGivesTheSameFigures() {
    assertThat(play(MODEL, OtherFarmers.MIXED, 10, 50, 30))
        .isEqualTo(play(MODEL, OtherFarmers.MIXED, 10, 50, 30));
  }

  @Test
  void bestHashesComeAsOftenAsTheyShould() {
    SeededRandom random = SeededRandom.of(3, 0, 0);
    double sum = 0;
    int sixOrMore = 0;
    for (int draw = 0; draw < 100_000; draw++) {
      int zeros = random.bestOf(Math.pow(16, 6));
      sixOrMore += zeros >= 6 ? 1 : 0;
      sum += random.zerosOfHit(5);
    }
    // 1 − 1/e of all, and 5 + 1/15.
    assertThat(sixOrMore / 100_000.0).isCloseTo(0.632, within(0.006));
    assertThat(sum / 100_000).isCloseTo(5.0667, within(0.004));
  }

  @Test
  void blocksHandTheirLimitsOnByTheContractsRules() {
    Timing timing = MODEL.timing(SeededRandom.of(1, 1, 1));
    Tally tally = new Tally(new Tally(limits()).next(0));
    tally.plant(BigInteger.TEN);
    tally.plant(BigInteger.ONE);
    tally.work(40, BigInteger.TEN, 6);
    tally.work(50, BigInteger.ONE, 5);
    Block next = tally.next(timing.duration());
    assertThat(List.of(next.minGap(), next.maxGap(), next.minZeros(), next.maxZeros()))
        .containsExactly(40L, 50L, 5L, 6L);
    assertThat(next.minStake()).isEqualTo(1);
    assertThat(next.maxStake()).isEqualTo(10);
    assertThat(tally.closed().stakedTotal()).isZero();
  }

  private static Block limits() {
    return Block.unobserved(0).opened(0);
  }

  private static List<Match.Result> play(
      NetworkModel model, OtherFarmers field, int farmers, double megahashes, int blocks) {
    Match match = new Match(model, field, farmers, megahashes * 1e6, blocks, 7);
    return match.play(SubmissionSettings.defaults(), _ -> {});
  }

  /** The model as the pool would measure it in endless time. */
  private static NetworkMeasures measured() {
    return new NetworkMeasures(
        MODEL.ledgerSeconds(), MODEL.landing(), MODEL.openingDelay(), 0, MODEL.worksPerLedger());
  }
}
