package org.kalepool.work.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.kalepool.work.plan.SubmissionGame.FIRST_LEDGER;
import static org.kalepool.work.plan.SubmissionGame.FIVE_SECONDS;
import static org.kalepool.work.plan.SubmissionGame.ONE_SEND;
import static org.kalepool.work.plan.SubmissionGame.OPENED;
import static org.kalepool.work.plan.SubmissionGame.STAKE;
import static org.kalepool.work.plan.SubmissionGame.at;
import static org.kalepool.work.plan.SubmissionGame.block;
import static org.kalepool.work.plan.SubmissionGame.fly;
import static org.kalepool.work.plan.SubmissionGame.network;
import static org.kalepool.work.plan.SubmissionGame.pail;
import static org.kalepool.work.plan.SubmissionGame.play;
import static org.kalepool.work.plan.SubmissionGame.sentAt;
import static org.kalepool.work.plan.SubmissionGame.staked;
import static org.kalepool.work.plan.SubmissionGame.view;

import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.kalepool.kale.Xlm;
import org.kalepool.work.plan.SubmissionDecision.Nothing;
import org.kalepool.work.plan.SubmissionDecision.SendFinal;
import org.kalepool.work.plan.SubmissionDecision.SendInsurance;
import org.kalepool.work.plan.SubmissionDecision.Wait;
import org.kalepool.work.plan.SubmissionGame.Sent;

class SubmissionPlanTest {
  @Test
  void sendsTheOneFinalWorkThreeLedgersBeforeTheEnd() {
    // Ledgers of 5 s: what is sent right after T − 20 lands at T − 15, T − 10 or T − 5, never late.
    assertThat(sentAt(FIVE_SECONDS, ONE_SEND, pail(0, 6, 7))).isEqualTo(280);
  }

  @Test
  void climbsInTwoSendsWhenTheSecondIsAllowed() {
    SubmissionSettings two = ONE_SEND.withMaxSends(2);
    List<Sent> sends = play(FIVE_SECONDS, two, pail(0, 6, 7), 1);
    assertThat(sends).hasSize(2);
    assertThat(sends.get(0).decision()).isEqualTo(new SendInsurance(6));
    assertThat(sends.get(1).decision()).isEqualTo(new SendFinal(7));
    assertThat(sends.get(1).age()).isGreaterThan(280);
    assertThat(sends.get(0).age()).isBetween(265L, 285L);
  }

  @Test
  void insuresAStakeLateAndGoodEnoughAndOnlyWithOneZeroKeptBack() {
    SubmissionSettings settings = SubmissionSettings.defaults();
    assertThat(at(195, FIVE_SECONDS, settings, staked(6, 7)))
        .isEqualTo(new Wait(Instant.ofEpochSecond(OPENED + 200)));
    assertThat(at(200, FIVE_SECONDS, settings, staked(6, 7))).isEqualTo(new SendInsurance(6));
    assertThat(at(200, FIVE_SECONDS, settings, staked(3, 7))).isInstanceOf(Wait.class);
    assertThat(at(200, FIVE_SECONDS, settings, staked(7))).isInstanceOf(Wait.class);
    assertThat(at(200, FIVE_SECONDS, settings, pail(0, 6, 7))).isInstanceOf(Wait.class);
  }

  @Test
  void insuresWithoutAStakeWhenToldSo() {
    SubmissionSettings all = new SubmissionSettings(100, true, 0.0005, 0, Xlm.ofStroops(13_692), 4);
    assertThat(at(100, FIVE_SECONDS, all, pail(0, 6, 7))).isEqualTo(new SendInsurance(6));
  }

  @Test
  void doesNotInsureBeforeTheBlocksMinimumGap() {
    SubmissionSettings soon = SubmissionSettings.defaults().withInsuranceAge(10);
    // min_gap is 10: planted in the opening ledger, the next ledger's gap is 10 after 45 s.
    assertThat(at(40, FIVE_SECONDS, soon, staked(6, 7)))
        .isEqualTo(new Wait(Instant.ofEpochSecond(OPENED + 45)));
    assertThat(at(45, FIVE_SECONDS, soon, staked(6, 7))).isEqualTo(new SendInsurance(6));
  }

  @Test
  void sendsNoSecondWorkThatDoesNotEarnItsFee() {
    // 0.00137 XLM a work, 17 KALE a part: cheap KALE makes even a whole part worth less than that.
    SubmissionSettings cheap = SubmissionSettings.defaults().withPrice(0.00001);
    assertThat(play(FIVE_SECONDS, cheap, pail(0, 6, 7), 1)).hasSize(1);
    assertThat(play(FIVE_SECONDS, cheap, staked(6, 7), 1)).hasSize(1);
    SubmissionSettings dear = SubmissionSettings.defaults().withPrice(1);
    assertThat(play(FIVE_SECONDS, dear, pail(0, 6, 7), 1)).hasSize(2);
  }

  @Test
  void sendsABetterHashAfterTheFinalOneWhileItCanStillLand() {
    WorkState sent = new WorkState(FIRST_LEDGER, BigInteger.ZERO, List.of(7, 8), -1, 0, 7, 0, 1, 0);
    WorkState flying = fly(sent, FIRST_LEDGER + 56);
    assertThat(at(285, FIVE_SECONDS, SubmissionSettings.defaults(), flying))
        .isInstanceOfAny(SendFinal.class, Wait.class);
    WorkState landed =
        new WorkState(FIRST_LEDGER, BigInteger.ZERO, List.of(7, 8), 8, 55, -1, 0, 2, 0);
    assertThat(at(285, FIVE_SECONDS, SubmissionSettings.defaults(), landed))
        .isEqualTo(new Nothing());
  }

  @Test
  void countsSendsOnlyWhereOneOfThemMayCount() {
    SubmissionSettings four = SubmissionSettings.defaults();
    WorkState allLost = new WorkState(FIRST_LEDGER, STAKE, List.of(6, 7), -1, 0, -1, 0, 9, 0);
    assertThat(at(285, FIVE_SECONDS, four, allLost)).isNotInstanceOf(Nothing.class);
    WorkState landed = new WorkState(FIRST_LEDGER, STAKE, List.of(6, 7), 6, 40, -1, 0, 4, 0);
    assertThat(at(285, FIVE_SECONDS, four, landed)).isEqualTo(new Nothing());
  }

  @Test
  void hasNothingToSendWithoutAHash() {
    assertThat(at(285, FIVE_SECONDS, SubmissionSettings.defaults(), pail(0)))
        .isEqualTo(new Nothing());
  }

  @Test
  void takesLessRiskWithAStakeThatNothingInsures() {
    NetworkMeasures tail = network(5, Spread.of(0, 0.6, 0.3, 0.08, 0.01, 0.01));
    long free = sentAt(tail, ONE_SEND, pail(0, 6, 7));
    long risky = sentAt(tail, ONE_SEND, staked(6, 7));
    assertThat(risky).isLessThan(free);
  }

  @Test
  void followsTheLedgersPace() {
    for (int pace = 1; pace <= 6; pace++) {
      NetworkMeasures network = network(pace, NetworkMeasures.prior().landing());
      long sent = sentAt(network, ONE_SEND, pail(0, 6, 7));
      assertThat(300 - sent).as("pace %d s", pace).isBetween(2L * pace, 5L * pace);
    }
  }

  @Test
  void sendsEarlierWhereTransactionsLandLater() {
    NetworkMeasures slow = network(5, Spread.of(0, 0.1, 0.2, 0.4, 0.2, 0.1));
    assertThat(sentAt(slow, ONE_SEND, pail(0, 6, 7))).isLessThan(280);
  }

  @Test
  void waitsLongerWhereBlocksOpenLate() {
    NetworkMeasures late =
        new NetworkMeasures(
            Spread.always(5), NetworkMeasures.prior().landing(), Spread.always(3), 0, 100);
    assertThat(sentAt(late, ONE_SEND, pail(0, 6, 7))).isEqualTo(295);
  }

  @Test
  void sendsAtOnceWhenTheGapEarnsNoMore() {
    // max_gap is 60; a pail planted long before has it already.
    WorkState old = WorkState.planted(FIRST_LEDGER - 40, BigInteger.ZERO, List.of(7));
    assertThat(sentAt(FIVE_SECONDS, ONE_SEND, old)).isLessThan(270);
  }

  @Test
  void sendsInWavesWhereOneLedgerDoesNotTakeAll() {
    WorkState last = pail(0, 6, 7);
    WorkState first =
        new WorkState(FIRST_LEDGER, BigInteger.ZERO, List.of(6, 7), -1, 0, -1, 0, 0, 2);
    assertThat(WorkState.wave(250, 100)).isEqualTo(2);
    BlockView view = view(270, 5, 3);
    Instant now = Instant.ofEpochSecond(OPENED + 270);
    SubmissionPlan plan = new SubmissionPlan(view, FIVE_SECONDS, ONE_SEND, now);
    assertThat(plan.decide(first)).isEqualTo(new SendFinal(7));
    assertThat(plan.decide(last))
        .as("what it is to send in two ledgers")
        .isInstanceOfSatisfying(
            Wait.class,
            wait -> {
              assertThat(wait.then()).isEqualTo(new SendFinal(7));
              assertThat(wait.ledgers()).isEqualTo(2);
            });
  }

  @Test
  void stillSendsWhenTheBlockIsOverdue() {
    BlockView overdue =
        new BlockView(9, block(5), OPENED, FIRST_LEDGER + 61, OPENED + 305, 2, 17, 0, 1);
    Instant now = Instant.ofEpochSecond(OPENED + 306);
    SubmissionPlan plan = new SubmissionPlan(overdue, FIVE_SECONDS, ONE_SEND, now);
    assertThat(plan.decide(staked(7))).isEqualTo(new SendFinal(7));
  }
}
