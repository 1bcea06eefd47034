package org.kalepool.exit;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.kalepool.books.Books;
import org.kalepool.books.Earnings;
import org.kalepool.farmer.Farmer;
import org.kalepool.farmer.FarmerState;
import org.kalepool.farmer.Farmers;
import org.kalepool.kale.Kale;
import org.kalepool.leader.Leader;
import org.kalepool.schedule.LogContext;
import org.kalepool.schedule.Tasks;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.FailuresInARow;
import org.kalepool.stellar.Holdings;
import org.kalepool.stellar.Movements.Movement;
import org.kalepool.stellar.RpcException;
import org.kalepool.stellar.TransactionRequest;
import org.kalepool.stellar.Transactions;

/**
 * Pays farmers that stay of what they have earned: by their wish, or because their threshold is
 * reached. One is sent only while nothing of the farmer's is under way, and until then plants leave
 * its amount in the account.
 */
@Singleton
final class EarnedSweep extends WaitingSweep {
  private static final Logger LOG = Logger.getLogger(EarnedSweep.class);
  static final String BY_THRESHOLD = "threshold";

  private final Farmers farmers;
  private final Payouts payouts;
  private final Books books;
  private final Earnings earnings;
  private final WishRepository wishes;
  private final PayoutPlanRepository plans;
  private final ObstacleRepository states;
  private final UnseenEarned unseen;
  private final SplitContract contract;
  private final EarnedSettlement settlement;
  private final Transactions transactions;
  private final Leader leader;
  private final Clock clock;
  private final EarnedPlanner planner;

  EarnedSweep(
      Farmers farmers,
      Payouts payouts,
      Books books,
      Earnings earnings,
      WishRepository wishes,
      PayoutPlanRepository plans,
      ObstacleRepository states,
      UnseenEarned unseen,
      SplitContract contract,
      EarnedSettlement settlement,
      Transactions transactions,
      Tasks tasks,
      Leader leader,
      Clock clock,
      ExitSettings settings) {
    super("earned-payouts", tasks);
    this.farmers = farmers;
    this.payouts = payouts;
    this.books = books;
    this.earnings = earnings;
    this.wishes = wishes;
    this.plans = plans;
    this.states = states;
    this.unseen = unseen;
    this.contract = contract;
    this.settlement = settlement;
    this.transactions = transactions;
    this.leader = leader;
    this.clock = clock;
    this.planner = new EarnedPlanner(settings.feeReserve());
  }

  @Override
  public void sweep() {
    QuarkusTransaction.requiringNew()
        .call(wishes::due)
        .forEach(due -> QuarkusTransaction.requiringNew().run(() -> reached(due)));
    Map<UUID, WishRepository.Open> open =
        QuarkusTransaction.requiringNew().call(wishes::open).stream()
            .collect(Collectors.toMap(WishRepository.Open::farmer, Function.identity()));
    leaves(!open.isEmpty());
    Map<UUID, ExitState> idle = new LinkedHashMap<>();
    states.states(List.copyOf(open.keySet())).stream()
        .filter(state -> !state.underWay())
        .forEach(state -> idle.put(state.farmer(), state));
    List<Farmer> waiting =
        idle.keySet().stream().flatMap(farmer -> farmers.find(farmer).stream()).toList();
    FailuresInARow failures = new FailuresInARow(LOG);
    for (PayoutReading reading : payouts.read(waiting)) {
      UUID farmer = reading.farmer().id();
      try (var _ = LogContext.of(farmer, null)) {
        look(reading, open.get(farmer), idle.get(farmer));
        failures.read();
      } catch (RpcException e) {
        failures.failed(farmer, e);
      }
    }
  }

  /** What is reached must be there, were all harvested: stakes may have been lost. */
  private void reached(WishRepository.Due due) {
    leader.hold();
    if (farmers.lock(due.farmer()).orElse(null) != FarmerState.ACTIVE
        || wishes.open(due.farmer()).isPresent()) {
      return;
    }
    Books.Position now = books.position(due.farmer());
    Kale amount = due.earned().min(now.custody().plus(now.staked()));
    if (amount.compareTo(due.threshold()) >= 0) {
      wishes.ask(due.farmer(), amount, BY_THRESHOLD);
    }
  }

  private void look(
      PayoutReading reading, WishRepository.@Nullable Open wish, @Nullable ExitState state) {
    if (wish == null || state == null) {
      return;
    }
    Glance glance = QuarkusTransaction.requiringNew().call(() -> glance(reading, wish, state));
    if (!glance.news()) {
      return;
    }
    Holdings held = reading.custodial();
    Optional<PayoutPlanRepository.Unseen> doubt = glance.doubt();
    Optional<List<Movement>> remembered =
        doubt.isPresent() && held != null ? unseen.remembered(doubt.get(), held) : Optional.empty();
    QuarkusTransaction.requiringNew().run(() -> settle(reading, wish, remembered));
  }

  /** An attempt of which nobody knows whether it landed, and if there is anything to be done. */
  private record Glance(Optional<PayoutPlanRepository.Unseen> doubt, boolean news) {}

  /** Most wishes wait for the same as at the look before: for those no lock is taken. */
  private Glance glance(PayoutReading reading, WishRepository.Open wish, ExitState state) {
    Optional<PayoutPlanRepository.Unseen> doubt = plans.unseen(wish.id());
    if (doubt.isPresent() || reading.farmer().state() != FarmerState.ACTIVE) {
      return new Glance(doubt, true);
    }
    boolean news =
        !isPaused(wish)
            && switch (decision(reading, wish, state)) {
              case EarnedDecision.Later() -> false;
              case EarnedDecision.Wait wait -> !wish.isHeldUpBy(wait);
              case EarnedDecision.Pay _ -> true;
            };
    return new Glance(doubt, news);
  }

  /** Under the farmer's lock; what was open and unknown before is read again. */
  private void settle(
      PayoutReading reading, WishRepository.Open wish, Optional<List<Movement>> remembered) {
    UUID farmer = reading.farmer().id();
    leader.hold();
    FarmerState state = farmers.lock(farmer).orElse(null);
    ExitState now = states.state(farmer);
    boolean same = wishes.open(farmer).filter(open -> open.id() == wish.id()).isPresent();
    if (!same || now.underWay() || !isCertain(reading, wish, remembered)) {
      return;
    }
    if (state == FarmerState.LEAVING || state == FarmerState.DEPARTED) {
      wishes.end(wish.id(), WishEntity.End.LEFT);
    } else if (state == FarmerState.ACTIVE && !isPaused(wish)) {
      carryOut(decision(reading, wish, now), reading, wish);
    }
  }

  private boolean isPaused(WishRepository.Open wish) {
    return wish.nextTry() != null && clock.instant().isBefore(wish.nextTry());
  }

  /**
   * Books the last attempt if it has landed unseen.
   *
   * @return whether it is known that it has not landed, so that another may be made
   */
  private boolean isCertain(
      PayoutReading reading, WishRepository.Open wish, Optional<List<Movement>> remembered) {
    Optional<PayoutPlanRepository.Unseen> doubt = plans.unseen(wish.id());
    if (doubt.isEmpty()) {
      return true;
    }
    Holdings held = reading.custodial();
    PayoutPlanRepository.Unseen last = doubt.get();
    UUID farmer = wish.farmer();
    Kale custody = books.position(farmer).custody();
    UnseenEarned.Verdict verdict =
        held == null
            ? new UnseenEarned.Verdict.Unknown()
            : UnseenEarned.of(
                last, plans.plan(last.transaction()).split(), custody, held, remembered);
    return switch (verdict) {
      case UnseenEarned.Verdict.NotLanded() -> true;
      case UnseenEarned.Verdict.Landed(long ledger) -> {
        settlement.paid(farmer, last.transaction(), last.hash(), ledger);
        yield false;
      }
      case UnseenEarned.Verdict.Unknown() -> {
        wishes.blocked(
            wish.id(),
            Obstacle.BOOKS_DIFFER,
            "nobody knows whether transaction %s has landed".formatted(last.hash().hex()));
        yield false;
      }
    };
  }

  private EarnedDecision decision(
      PayoutReading reading, WishRepository.Open wish, ExitState state) {
    UUID farmer = reading.farmer().id();
    return state.difference()
        ? new EarnedDecision.Wait(Obstacle.RECONCILIATION, "")
        : planner.decide(
            new EarnedSnapshot(
                reading,
                books.position(farmer),
                earnings.of(farmer),
                wish.amount(),
                books.settledLedger(farmer),
                contract.id().orElse(null),
                state.pails()));
  }

  private void carryOut(EarnedDecision decision, PayoutReading reading, WishRepository.Open wish) {
    switch (decision) {
      case EarnedDecision.Later() -> {}
      case EarnedDecision.Wait(Obstacle obstacle, String detail) ->
          wishes.blocked(wish.id(), obstacle, detail);
      case EarnedDecision.Pay pay -> request(reading.farmer(), wish, pay);
    }
  }

  private void request(Farmer farmer, WishRepository.Open wish, EarnedDecision.Pay pay) {
    OptionalLong id =
        transactions.request(
            new TransactionRequest(
                farmer.custodial(), Action.PAYOUT, farmer.id(), null, pay.call(), null));
    if (id.isPresent()) {
      plans.plan(id.getAsLong(), wish.id(), farmer.id(), pay.split());
      wishes.unblocked(wish.id());
    }
  }
}
