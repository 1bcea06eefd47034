package org.kalepool.work.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.kalepool.work.plan.SubmissionGame.FIRST_LEDGER;
import static org.kalepool.work.plan.SubmissionGame.FIVE_SECONDS;
import static org.kalepool.work.plan.SubmissionGame.ONE_SEND;
import static org.kalepool.work.plan.SubmissionGame.OPENED;
import static org.kalepool.work.plan.SubmissionGame.at;
import static org.kalepool.work.plan.SubmissionGame.kale;
import static org.kalepool.work.plan.SubmissionGame.view;
import static org.kalepool.work.plan.SubmissionGame.weights;

import java.time.Instant;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.kalepool.work.plan.SubmissionDecision.SendInsurance;

class SubmissionPlanPropertiesTest {
  @Property(tries = 200)
  void theRiskOfBeingLateNeverFallsWithTime(
      @ForAll @IntRange(min = 200, max = 310) int age,
      @ForAll @IntRange(min = 1, max = 6) int pace,
      @ForAll @IntRange(max = 3) int late) {
    NetworkMeasures network =
        new NetworkMeasures(
            Spread.of(weights(pace)),
            NetworkMeasures.prior().landing(),
            Spread.of(weights(late)),
            0.01,
            100);
    SubmissionPlan plan =
        new SubmissionPlan(
            view(age, pace, 1), network, ONE_SEND, Instant.ofEpochSecond(OPENED + age));
    double before = 0;
    for (int slot = 1; slot < 20; slot++) {
      assertThat(plan.lateRisk(slot)).isBetween(before - 1e-9, 1.0);
      before = plan.lateRisk(slot);
    }
  }

  @Property(tries = 300)
  void noWorkButTheLastCanLowerTheNextBlocksMinimums(
      @ForAll @IntRange(min = 10, max = 300) int age,
      @ForAll @IntRange(min = 0, max = 290) int insuranceAge,
      @ForAll @IntRange(max = 8) int lesser,
      @ForAll @IntRange(min = 1, max = 4) int more,
      @ForAll @IntRange(max = 2_000) int stake) {
    WorkState work = WorkState.planted(FIRST_LEDGER, kale(stake), List.of(lesser, lesser + more));
    SubmissionSettings settings =
        SubmissionSettings.defaults().withInsuranceAge(insuranceAge).withMaxSends(2);
    int closed = age - age % 5;
    if (at(closed, FIVE_SECONDS, settings, work) instanceof SendInsurance(int zeros)) {
      assertThat(zeros).isBetween(4, work.best() - 1);
      assertThat(closed / 5 + 1).isGreaterThanOrEqualTo(10);
    }
  }
}
