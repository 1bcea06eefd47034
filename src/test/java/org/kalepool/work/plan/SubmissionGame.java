package org.kalepool.work.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.kalepool.kale.Block;
import org.kalepool.kale.Hash;
import org.kalepool.work.plan.SubmissionDecision.SendFinal;
import org.kalepool.work.plan.SubmissionDecision.SendInsurance;

/** A block of 300 s with ledgers of one pace, and farmers to decide about. */
final class SubmissionGame {
  static final long OPENED = 1_000_000;
  static final long FIRST_LEDGER = 500;
  static final BigInteger STAKE = kale(1_000);
  static final SubmissionSettings ONE_SEND =
      SubmissionSettings.defaults().withInsuranceAge(300).withMaxSends(1);
  static final NetworkMeasures FIVE_SECONDS = network(5, NetworkMeasures.prior().landing());

  private SubmissionGame() {}

  record Sent(long age, SubmissionDecision decision) {}

  /** The age at which the only work is sent, asked at every second of the block. */
  static long sentAt(NetworkMeasures network, SubmissionSettings settings, WorkState work) {
    List<Sent> sends = play(network, settings, work, 1);
    assertThat(sends).hasSize(1);
    return sends.getFirst().age();
  }

  /** Asks each second; every work lands after so many ledgers. */
  static List<Sent> play(
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
      SubmissionDecision decision = at(age, network, settings, work);
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

  static SubmissionDecision at(
      int age, NetworkMeasures network, SubmissionSettings settings, WorkState work) {
    int pace = (int) Math.round(network.ledgerSeconds().mean());
    Instant now = Instant.ofEpochSecond(OPENED + age);
    return new SubmissionPlan(view(age, pace, 1), network, settings, now).decide(work);
  }

  static BlockView view(int age, int pace, int waves) {
    long ledgers = age / pace;
    long closed = OPENED + ledgers * pace;
    int pastDue = (int) Math.max(ledgers - (299 + pace) / pace + 1, 0);
    return new BlockView(
        9, block(pace), OPENED, FIRST_LEDGER + ledgers, closed, pastDue, 17, 0, waves);
  }

  static Block block(int pace) {
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

  static NetworkMeasures network(int pace, Spread landing) {
    return new NetworkMeasures(
        Spread.always(pace), landing, NetworkMeasures.prior().openingDelay(), 0, 100);
  }

  static double[] weights(int most) {
    double[] weights = new double[most + 1];
    for (int number = Math.min(most, 1); number <= most; number++) {
      weights[number] = 1;
    }
    return weights;
  }

  static WorkState fly(WorkState work, long since) {
    return new WorkState(
        work.plantedLedger(), work.stake(), work.found(), -1, 0, work.flyingZeros(), since, 1, 0);
  }

  static WorkState pail(int stake, Integer... found) {
    return WorkState.planted(FIRST_LEDGER, kale(stake), List.of(found));
  }

  static WorkState staked(Integer... found) {
    return WorkState.planted(FIRST_LEDGER, STAKE, List.of(found));
  }

  static BigInteger kale(long amount) {
    return BigInteger.valueOf(amount * 10_000_000);
  }
}
