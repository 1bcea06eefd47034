package org.kalepool.work.plan;

import java.math.BigInteger;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * When to send which hash, decided anew at every tick from the state alone.
 *
 * <p>Every ledger that a work lands later earns more gap, up to the block's max_gap, and is more
 * likely to come after the next block has opened, when it earns nothing and leaves the stake to the
 * pot. Both follow from what was measured: the pace of the ledgers, in how many of them works land,
 * and how late blocks open. So for each ledger that a work could be sent for, the expected worth is
 * added up over all cases, in parts (see {@link BlockView}), a lost stake counted in full; and so
 * it is for two works, a lesser hash first and the best one later, which is less risk for more gap.
 * The best of all is taken; if its turn is now, it is sent, and otherwise asked again with the next
 * ledger, when more is known.
 *
 * <p>Create one for a tick and ask it for every farmer; farmers in the same state cost nothing
 * more. Not safe for use by several threads at once.
 */
public final class SubmissionPlan {
  /** Below this many parts a gain is the noise of adding up. */
  private static final double LEAST_GAIN = 1e-6;

  /** A stake whose worth in parts is unknown counts as much. */
  private static final double UNKNOWN_STAKE = 50;

  /** Beyond the ledgers that a work may take to land, so many are weighed against each other. */
  private static final int SLOTS_TO_WEIGH = 8;

  private static final int MOST_SLOTS = 60;

  private final BlockView block;
  private final NetworkMeasures network;
  private final SubmissionSettings settings;
  private final double now;
  private final int slots;
  private final boolean early;
  private final Horizon horizon;
  private final Map<WorkState, SubmissionDecision> decided = new HashMap<>();
  private final Map<Long, Outlook> outlooks = new HashMap<>();

  /**
   * The plan for one moment.
   *
   * @param now the time on the clock, which should agree with the ledgers' within a second
   */
  public SubmissionPlan(
      BlockView block, NetworkMeasures network, SubmissionSettings settings, Instant now) {
    this.block = block;
    this.network = network;
    this.settings = settings;
    this.now = now.getEpochSecond() + now.getNano() / 1e9;
    int ledgers = network.landing().exceededBy(0.001) + 2 * block.waves() + SLOTS_TO_WEIGH;
    this.slots = Math.min(ledgers, MOST_SLOTS);
    this.early = block.dueAt() - block.lastClose() > (slots - 1) * pace();
    int elapsed = (int) Math.clamp(this.now - block.lastClose(), 0, 1_000);
    this.horizon = Horizon.of(block, network, elapsed, 2 * slots);
  }

  /** What to do for a farmer in this state. */
  public SubmissionDecision decide(WorkState work) {
    return decided.computeIfAbsent(work, this::weigh);
  }

  /**
   * The chance that a work sent for this ledger does not count: it lands too late or not at all.
   *
   * @param slot the ledger it lands in at best, 1 being the next
   */
  public double lateRisk(int slot) {
    double counts = 0;
    for (int after = 1; after <= network.landing().largest(); after++) {
      counts += network.landing().at(after) * horizon.opensAfter(slot + after - 1);
    }
    return 1 - counts * (1 - network.lost());
  }

  private SubmissionDecision weigh(WorkState work) {
    // Sends that came to nothing must not keep the stake from being saved.
    boolean spent = work.sent() >= 0 && work.sends() >= settings.maxSends();
    if (spent || work.best() <= work.sent()) {
      return new SubmissionDecision.Nothing();
    }
    double insureAt = early ? insuranceTime(work) : Double.POSITIVE_INFINITY;
    if (insureAt <= now) {
      return new SubmissionDecision.SendInsurance(work.kept());
    }
    if (early) {
      double weighFrom = block.dueAt() - (slots - 1) * pace();
      return waitUntil(Math.min(insureAt, weighFrom));
    }
    return best(work);
  }

  /** When to insure, in Unix seconds; infinite for never. */
  private double insuranceTime(WorkState work) {
    boolean covered = work.sent() >= 0;
    boolean wanted = work.staked() || settings.insureWithoutStake();
    boolean good = work.kept() >= block.block().minZeros();
    boolean pays = settings.outageRate() * (2 + stakeParts(work.stake())) >= feeParts();
    if (covered || !wanted || !good || !pays || block.block().minGap() > 0xffff) {
      return Double.POSITIVE_INFINITY;
    }
    long ledgersShort = block.block().minGap() - (block.lastLedger() + 1 - work.plantedLedger());
    double gapReached = ledgersShort <= 0 ? 0 : block.lastClose() + ledgersShort * pace();
    return Math.max(block.openedAt() + settings.insuranceAge(), gapReached);
  }

  /** Weighs sending nothing, one work, or two, each in every ledger to come. */
  private SubmissionDecision best(WorkState work) {
    Outlook outlook =
        outlooks.computeIfAbsent(
            work.plantedLedger(), planted -> new Outlook(block, network, horizon, slots, planted));
    double[] base = ifNothingMoreIsSent(work, outlook);
    double fee = feeParts();
    double most = outlook.expected(base) + LEAST_GAIN;
    int slot = 0;
    int laterSlot = 0;
    boolean ladder = work.sends() + 2 <= settings.maxSends() && work.kept() > work.sent();
    for (int first = 1; first <= outlook.slots(); first++) {
      double one = outlook.expectedWith(base, first, rest(work, work.best(), first));
      double net = work.sent() < 0 ? one : one - fee;
      if (net > most) {
        most = net;
        slot = first;
        laterSlot = 0;
      }
      if (ladder && harmless(work, first)) {
        double[] withFirst = outlook.with(base, first, rest(work, work.kept(), 1));
        double fees = work.sent() < 0 ? fee : 2 * fee;
        for (int second = first + 1; second <= outlook.slots(); second++) {
          double two = outlook.expectedWith(withFirst, second, rest(work, work.best(), second));
          if (two - fees > most) {
            most = two - fees;
            slot = first;
            laterSlot = second;
          }
        }
      }
    }
    return turn(work, slot, laterSlot);
  }

  private SubmissionDecision turn(WorkState work, int slot, int laterSlot) {
    if (slot == 0) {
      return new SubmissionDecision.Nothing();
    }
    // The first works of all waves go before the second works of the first wave.
    int latest = laterSlot == 0 ? slot : Math.min(slot, laterSlot - block.waves());
    int mine = latest - work.wave();
    SubmissionDecision send =
        laterSlot == 0
            ? new SubmissionDecision.SendFinal(work.best())
            : new SubmissionDecision.SendInsurance(work.kept());
    if (mine <= 1) {
      return send;
    }
    boolean mayBeEarly = laterSlot == 0 || harmless(work, 1);
    double turn = block.lastClose() + (mine - 1) * pace();
    return mayBeEarly ? waitUntil(turn, send, mine - 1) : waitUntil(turn);
  }

  /** By ledger of opening, the worth of what has landed and what is on its way. */
  private double[] ifNothingMoreIsSent(WorkState work, Outlook outlook) {
    double landed =
        work.landedZeros() < 0
            ? -stakeParts(work.stake())
            : rest(work, work.landedZeros(), 1) + block.gapPart(work.landedGap());
    double[] worths = outlook.nothing(landed);
    if (work.flyingZeros() <= work.landedZeros()) {
      return worths;
    }
    int ago = (int) Math.clamp(block.lastLedger() - work.flyingSince(), 0, 1_000);
    return outlook.withFlying(worths, ago, rest(work, work.flyingZeros(), 1));
  }

  /** What zeros and stake earn, with what the mining up to the slot may add. */
  private double rest(WorkState work, int zeros, int slot) {
    double hoped = 0;
    if (zeros == work.best() && zeros < block.block().maxZeros()) {
      hoped = block.zerosPerSecond() * (slot - 1) * pace() * block.partOfOneZero();
    }
    return block.zerosPart(zeros) + hoped + block.stakePart(work.stake());
  }

  /** A work that is not the last must not become the next block's minimum. */
  private boolean harmless(WorkState work, int slot) {
    return work.kept() >= block.block().minZeros()
        && block.lastLedger() + slot - work.plantedLedger() >= block.block().minGap();
  }

  private double stakeParts(BigInteger stake) {
    if (stake.signum() <= 0) {
      return 0;
    }
    double kale = stake.doubleValue() / 1e7;
    return block.kalePerPart() > 0 ? kale / block.kalePerPart() : UNKNOWN_STAKE;
  }

  private double feeParts() {
    double kalePrice = settings.xlmPerKale();
    return kalePrice <= 0 || block.kalePerPart() <= 0
        ? 0
        : settings.workFee().stroops() / 1e7 / kalePrice / block.kalePerPart();
  }

  private double pace() {
    return network.ledgerSeconds().mean();
  }

  private SubmissionDecision waitUntil(double unixSeconds) {
    return waitUntil(unixSeconds, null, 0);
  }

  private SubmissionDecision waitUntil(
      double unixSeconds, @Nullable SubmissionDecision then, int ledgers) {
    // A ledger that is overdue is waited for; nothing is gained by asking again and again.
    double later = Math.max(unixSeconds, now + 0.5);
    return new SubmissionDecision.Wait(
        Instant.ofEpochMilli((long) Math.ceil(later * 1000)), then, ledgers);
  }
}
