package org.kalepool.work;

import jakarta.inject.Singleton;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalInt;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.kalepool.block.Blocks.Current;
import org.kalepool.kale.Address;
import org.kalepool.kale.Block;
import org.kalepool.kale.GameRules;
import org.kalepool.kale.Hash;
import org.kalepool.kale.WorkHash;
import org.kalepool.kale.Xlm;
import org.kalepool.price.Prices;
import org.kalepool.stellar.Chain;
import org.kalepool.stellar.RpcException;
import org.kalepool.work.plan.BlockView;
import org.kalepool.work.plan.Forecast;
import org.kalepool.work.plan.LedgerFill;
import org.kalepool.work.plan.NetworkMeasures;
import org.kalepool.work.plan.SubmissionDecision;
import org.kalepool.work.plan.SubmissionPlan;
import org.kalepool.work.plan.SubmissionSettings;
import org.kalepool.work.plan.WorkState;

/** Asks for the works whose time has come, and says when to look again. */
@Singleton
final class Submissions {
  private static final Logger LOG = Logger.getLogger(Submissions.class);

  /** A clock further from the network's time than this does not keep that time. */
  private static final long SAME_TIME_SECONDS = 30;

  /** Ledgers before the block is due at which whoever has nothing sent sends what there is. */
  private static final int LAST_CALL_LEDGERS = 3;

  private final WorkSettings settings;
  private final MiningBoard board;
  private final WorkSender sender;
  private final Chain chain;
  private final NetworkPace pace;
  private final BlockWorth worth;
  private final Prices prices;
  private final Clock clock;

  Submissions(
      WorkSettings settings,
      MiningBoard board,
      WorkSender sender,
      Chain chain,
      NetworkPace pace,
      BlockWorth worth,
      Prices prices,
      Clock clock) {
    this.settings = settings;
    this.board = board;
    this.sender = sender;
    this.chain = chain;
    this.pace = pace;
    this.worth = worth;
    this.prices = prices;
    this.clock = clock;
  }

  /**
   * What came of a look.
   *
   * @param next when to look again, if nothing happens before; null if there is no such time
   * @param asked whether a work was asked for
   */
  record Sent(@Nullable Instant next, boolean asked) {}

  /**
   * Sends what is due.
   *
   * @param others farmers whose works are another pooler's business
   * @param hashRate hashes a second, for what mining on may still bring
   */
  Sent send(
      Current current,
      Block block,
      List<PlantedFarmer> farmers,
      List<PlantedFarmer> others,
      double hashRate) {
    NetworkMeasures seen = pace.measures();
    OptionalInt room = sender.room(farmers);
    NetworkMeasures network = room.isPresent() ? seen.withRoom(room.getAsInt()) : seen;
    Instant now = networkTime(current);
    SubmissionPlan plan =
        new SubmissionPlan(
            view(current, block, farmers.size(), network, hashRate), network, planSettings(), now);
    long lead = (long) Math.ceil(LAST_CALL_LEDGERS * network.ledgerSeconds().mean());
    Instant lastCall =
        Instant.ofEpochSecond(current.openedAt() + GameRules.BLOCK_INTERVAL_SECONDS - lead);
    List<LedgerFill.Turn<DueWork>> turns = new ArrayList<>();
    Map<Address, Instant> expected = new HashMap<>();
    Instant next = null;
    for (int place = 0; place < farmers.size(); place++) {
      PlantedFarmer farmer = farmers.get(place);
      NavigableMap<Integer, Find> finds = board.finds(current.index(), farmer.farmer());
      int wave = WorkState.wave(place, network.worksPerLedger());
      WorkState state = state(farmer, finds, wave);
      SubmissionDecision decision =
          orAtLeastOne(decide(plan, state, current, now), state, lastCall, now);
      switch (decision) {
        case SubmissionDecision.SendInsurance send -> {
          add(turns, farmer, finds, send, state, 0);
          expected.put(sender.lane(farmer), now);
        }
        case SubmissionDecision.SendFinal send -> {
          add(turns, farmer, finds, send, state, 0);
          expected.put(sender.lane(farmer), now);
        }
        case SubmissionDecision.Wait wait -> {
          add(turns, farmer, finds, wait.then(), state, wait.ledgers());
          next = earlier(next, wait.until());
          expected.merge(sender.lane(farmer), wait.until(), Submissions::earlier);
        }
        case SubmissionDecision.Nothing() -> {
          if (state.sent() < 0) {
            // nothing found yet; what is found last is sent last
            expected.merge(sender.lane(farmer), lastCall, Submissions::earlier);
          }
        }
      }
    }
    others.stream()
        .filter(farmer -> farmer.landedZeros() < 0)
        .forEach(farmer -> expected.put(farmer.custodial(), lastCall));
    sender.expect(expected);
    List<DueWork> due =
        sender.together()
            ? LedgerFill.together(turns, ledger(current, farmers, network))
            : LedgerFill.inTurn(turns);
    handOver(due, current, block);
    return new Sent(next, !due.isEmpty());
  }

  private static Instant earlier(@Nullable Instant one, Instant other) {
    return one == null || other.isBefore(one) ? other : one;
  }

  /**
   * A pail that is worked earns something even where the block's limits are so that neither gap,
   * zeros nor stake count, as in a chain's first block; one that is not can never be harvested.
   */
  private static SubmissionDecision orAtLeastOne(
      SubmissionDecision decision, WorkState state, Instant lastCall, Instant now) {
    if (!(decision instanceof SubmissionDecision.Nothing)
        || state.sent() >= 0
        || state.best() < 0) {
      return decision;
    }
    return now.isBefore(lastCall)
        ? new SubmissionDecision.Wait(lastCall)
        : new SubmissionDecision.SendFinal(state.best());
  }

  private static void add(
      List<LedgerFill.Turn<DueWork>> turns,
      PlantedFarmer farmer,
      NavigableMap<Integer, Find> finds,
      @Nullable SubmissionDecision send,
      WorkState state,
      int ledgers) {
    switch (send) {
      case SubmissionDecision.SendInsurance(int zeros) -> {
        LedgerFill.Kind kind =
            state.sent() < 0 ? LedgerFill.Kind.FIRST : LedgerFill.Kind.BETTER_FIRST;
        add(turns, farmer, finds.get(zeros), WorkKind.INSURANCE, kind, ledgers);
      }
      case SubmissionDecision.SendFinal(int zeros) -> {
        LedgerFill.Kind kind =
            state.sent() < 0 ? LedgerFill.Kind.FINAL : LedgerFill.Kind.BETTER_FINAL;
        add(turns, farmer, finds.get(zeros), WorkKind.FINAL, kind, ledgers);
      }
      case null, default -> {
        // not weighed yet
      }
    }
  }

  private static void add(
      List<LedgerFill.Turn<DueWork>> turns,
      PlantedFarmer farmer,
      @Nullable Find find,
      WorkKind work,
      LedgerFill.Kind kind,
      int ledgers) {
    if (find != null) {
      turns.add(new LedgerFill.Turn<>(new DueWork(farmer, work, find), kind, ledgers));
    }
  }

  /** The next ledger, as far as it matters to who goes with whom. */
  private static LedgerFill.Next ledger(
      Current current, List<PlantedFarmer> farmers, NetworkMeasures network) {
    int asked =
        (int)
            farmers.stream()
                .filter(it -> it.flyingZeros() >= 0 && it.flyingSince() >= current.ledger())
                .count();
    long left = current.openedAt() + GameRules.BLOCK_INTERVAL_SECONDS - current.closeTime();
    return new LedgerFill.Next(
        network.worksPerLedger(), farmers.size(), asked, left / network.ledgerSeconds().mean());
  }

  private SubmissionDecision decide(
      SubmissionPlan plan, WorkState state, Current current, Instant now) {
    Optional<Integer> deadline = settings.deadlineAge();
    if (deadline.isEmpty()) {
      return plan.decide(state);
    }
    Instant at = Instant.ofEpochSecond(current.openedAt() + deadline.get());
    if (!now.isBefore(at)) {
      boolean spent = state.sent() >= 0 && state.sends() >= settings.maxSends();
      boolean better = state.best() > state.sent() && !spent;
      return better
          ? new SubmissionDecision.SendFinal(state.best())
          : new SubmissionDecision.Nothing();
    }
    return plan.decide(state) instanceof SubmissionDecision.SendInsurance insurance
        ? insurance
        : new SubmissionDecision.Wait(at);
  }

  private static WorkState state(
      PlantedFarmer farmer, NavigableMap<Integer, Find> finds, int wave) {
    return new WorkState(
        farmer.plantedLedger(),
        BigInteger.valueOf(farmer.stake()),
        List.copyOf(finds.keySet()),
        farmer.landedZeros(),
        farmer.landedGap(),
        farmer.flyingZeros(),
        farmer.flyingSince(),
        farmer.sends(),
        wave);
  }

  /** The network's now; its own ledgers tell it where this machine's clock does not follow it. */
  private Instant networkTime(Current current) {
    Instant now = clock.instant();
    long apart = now.getEpochSecond() - current.closeTime();
    return Math.abs(apart) <= SAME_TIME_SECONDS && apart >= 0
        ? now
        : Instant.ofEpochSecond(current.closeTime());
  }

  private BlockView view(
      Current current, Block block, int farmers, NetworkMeasures network, double hashRate) {
    List<Integer> levels = board.levels();
    double gain =
        levels.stream()
            .mapToDouble(
                level ->
                    Forecast.gainOfOneHash(
                        (int) Math.clamp(level, block.minZeros(), 64), (int) block.maxZeros()))
            .average()
            .orElse(0);
    int waves = Math.ceilDiv(Math.max(farmers, 1), network.worksPerLedger());
    return new BlockView(
        current.index(),
        block,
        current.openedAt(),
        current.ledger(),
        current.closeTime(),
        pace.ledgersPastDue(),
        worth.kalePerPart(current.index()),
        levels.isEmpty() ? 0 : hashRate / levels.size() * gain,
        waves);
  }

  private SubmissionSettings planSettings() {
    SubmissionSettings usual = SubmissionSettings.defaults();
    double price = price();
    return new SubmissionSettings(
        settings.insuranceAge().orElse(usual.insuranceAge()),
        settings.insureWithoutStake(),
        usual.outageRate(),
        price,
        price > 0 ? workFee(usual.workFee()) : usual.workFee(),
        settings.maxSends());
  }

  /** As an operator has set it for works, or else what is known; 0 if nothing is. */
  private double price() {
    return settings.xlmPerKale() > 0
        ? settings.xlmPerKale()
        : prices.now().map(quote -> quote.price().xlmPerKale()).orElse(0.0);
  }

  private Xlm workFee(Xlm usual) {
    try {
      return chain.terms().charged().work();
    } catch (RpcException e) {
      LOG.debugf("no fees to be had, taking %s: %s", usual, e.getMessage());
      return usual;
    }
  }

  /** Has those sent whose hashes are what they were found to be. */
  void handOver(List<DueWork> due, Current current, Block block) {
    List<DueWork> sound = due.stream().filter(work -> holds(work, current, block)).toList();
    if (!sound.isEmpty()) {
      sender.send(sound, current);
    }
  }

  /** Whether a hash is what it was found to be; one that is not is forgotten. */
  private boolean holds(DueWork work, Current current, Block block) {
    PlantedFarmer farmer = work.farmer();
    Find find = work.find();
    Hash expected = WorkHash.of(current.index(), find.nonce(), block.entropy(), farmer.custodial());
    if (!expected.equals(find.hash())) {
      LOG.errorf(
          "nonce %s of farmer %s in block %d does not hash to %s: not sent",
          Long.toUnsignedString(find.nonce()), farmer.farmer(), current.index(), find.hash());
      board.drop(farmer.farmer(), find.zeros());
      return false;
    }
    return true;
  }
}
