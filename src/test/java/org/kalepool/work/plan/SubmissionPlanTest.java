package org.kalepool.work.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.kalepool.kale.Block;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Xlm;
import org.kalepool.work.plan.Decision.Nothing;
import org.kalepool.work.plan.Decision.SendFinal;
import org.kalepool.work.plan.Decision.SendInsurance;
import org.kalepool.work.plan.Decision.Wait;

class SubmissionPlanTest {
  private static final long OPENED = 1_000_000;
  private static final long FIRST_LEDGER = 500;
  private static final BigInteger STAKE = kale(1_000);
  private static final SubmissionSettings ONE_SEND =
      SubmissionSettings.defaults().withInsuranceAge(300).withMaxSends(1);
  private static final NetworkMeasures FIVE_SECONDS = network(5, NetworkMeasures.prior().landing());

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
    assertThat(plan.decide(last)).isInstanceOf(Wait.class);
  }

  @Test
  void stillSendsWhenTheBlockIsOverdue() {
    BlockView overdue =
        new BlockView(9, block(5), OPENED, FIRST_LEDGER + 61, OPENED + 305, 2, 17, 0, 1);
    Instant now = Instant.ofEpochSecond(OPENED + 306);
    SubmissionPlan plan = new SubmissionPlan(overdue, FIVE_SECONDS, ONE_SEND, now);
    assertThat(plan.decide(staked(7))).isEqualTo(new SendFinal(7));
  }

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

  private record Sent(long age, Decision decision) {}

  /** The age at which the only work is sent, asked at every second of the block. */
  private static long sentAt(NetworkMeasures network, SubmissionSettings settings, WorkState work) {
    List<Sent> sends = play(network, settings, work, 1);
    assertThat(sends).hasSize(1);
    return sends.getFirst().age();
  }

  /** Asks each second; every work lands after so many ledgers. */
  private static List<Sent> play(
      NetworkMeasures network, SubmissionSettings settings, WorkState start, int landing) {
    int pace = (int) Math.round(network.ledgerSeconds().mean());
    List<Sent> sends = new ArrayList<>();
    WorkState work = start;
    for (int age = 0; age <= 300; age++) {
      long ledger = FIRST_LEDGER + age / pace;
      if (work.flyingZeros() >= 0 && ledger >= work.flyingSince() + landing) {
        long gap = work.flyingSince() + landing - work.plantedLedger();
        work =
            new WorkState(
                work.plantedLedger(),
                work.stake(),
                work.found(),
                work.flyingZeros(),
                gap,
                -1,
                0,
                work.sends(),
                0);
      }
      Decision decision = at(age, network, settings, work);
      if (decision instanceof SendFinal || decision instanceof SendInsurance) {
        sends.add(new Sent(age, decision));
        int zeros = decision instanceof SendInsurance(int lesser) ? lesser : work.best();
        work =
            new WorkState(
                work.plantedLedger(),
                work.stake(),
                work.found(),
                work.landedZeros(),
                work.landedGap(),
                zeros,
                ledger,
                work.sends() + 1,
                0);
      }
    }
    return sends;
  }

  private static Decision at(
      int age, NetworkMeasures network, SubmissionSettings settings, WorkState work) {
    int pace = (int) Math.round(network.ledgerSeconds().mean());
    Instant now = Instant.ofEpochSecond(OPENED + age);
    return new SubmissionPlan(view(age, pace, 1), network, settings, now).decide(work);
  }

  private static BlockView view(int age, int pace, int waves) {
    long ledgers = age / pace;
    long closed = OPENED + ledgers * pace;
    int pastDue = (int) Math.max(ledgers - (299 + pace) / pace + 1, 0);
    return new BlockView(
        9, block(pace), OPENED, FIRST_LEDGER + ledgers, closed, pastDue, 17, 0, waves);
  }

  private static Block block(int pace) {
    return new Block(
        OPENED,
        10,
        BigInteger.ZERO,
        4,
        310 / pace,
        kale(5_000),
        9,
        Hash.ZERO,
        BigInteger.ZERO,
        BigInteger.ZERO);
  }

  private static NetworkMeasures network(int pace, Spread landing) {
    return new NetworkMeasures(
        Spread.always(pace), landing, NetworkMeasures.prior().openingDelay(), 0, 100);
  }

  private static double[] weights(int most) {
    double[] weights = new double[most + 1];
    for (int number = Math.min(most, 1); number <= most; number++) {
      weights[number] = 1;
    }
    return weights;
  }

  private static WorkState fly(WorkState work, long since) {
    return new WorkState(
        work.plantedLedger(), work.stake(), work.found(), -1, 0, work.flyingZeros(), since, 1, 0);
  }

  private static WorkState pail(int stake, Integer... found) {
    return WorkState.planted(FIRST_LEDGER, kale(stake), List.of(found));
  }

  private static WorkState staked(Integer... found) {
    return WorkState.planted(FIRST_LEDGER, STAKE, List.of(found));
  }

  private static BigInteger kale(long amount) {
    return BigInteger.valueOf(amount * 10_000_000);
  }
}
