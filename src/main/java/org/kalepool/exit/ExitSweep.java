package org.kalepool.exit;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.kalepool.block.LedgerClosed;
import org.kalepool.books.Books;
import org.kalepool.farmer.Farmer;
import org.kalepool.farmer.FarmerState;
import org.kalepool.farmer.Farmers;
import org.kalepool.harvest.PailHarvested;
import org.kalepool.kale.Xlm;
import org.kalepool.leader.Leader;
import org.kalepool.pooler.Poolers;
import org.kalepool.schedule.LogContext;
import org.kalepool.schedule.Sweep;
import org.kalepool.schedule.Tasks;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.Chain;
import org.kalepool.stellar.Holdings;
import org.kalepool.stellar.Signer;
import org.kalepool.stellar.TransactionRequest;
import org.kalepool.stellar.TransactionSettled;
import org.kalepool.stellar.Transactions;

/**
 * Pays out the leaving farmers that have nothing open any more. What is computed from one reading
 * of the chain is requested under the farmer's row lock, so that a withdrawal and a payout never
 * cross.
 */
@Singleton
final class ExitSweep implements Sweep {
  private static final Logger LOG = Logger.getLogger(ExitSweep.class);
  private static final String NAME = "exit";

  private final Farmers farmers;
  private final Poolers poolers;
  private final Books books;
  private final Chain chain;
  private final Transactions transactions;
  private final Signer signer;
  private final ObstacleRepository obstacles;
  private final SplitPlanRepository plans;
  private final UnseenSplits unseenSplits;
  private final Tasks tasks;
  private final Leader leader;
  private final Clock clock;
  private final Event<FarmerDeparted> departed;
  private final Xlm feeReserve;

  /** Whether the last run left somebody waiting; then every ledger is worth a look. */
  private volatile boolean somebodyWaits = true;

  ExitSweep(
      Farmers farmers,
      Poolers poolers,
      Books books,
      Chain chain,
      Transactions transactions,
      Signer signer,
      ObstacleRepository obstacles,
      SplitPlanRepository plans,
      UnseenSplits unseenSplits,
      Tasks tasks,
      Leader leader,
      Clock clock,
      Event<FarmerDeparted> departed,
      ExitSettings settings) {
    this.farmers = farmers;
    this.poolers = poolers;
    this.books = books;
    this.chain = chain;
    this.transactions = transactions;
    this.signer = signer;
    this.obstacles = obstacles;
    this.plans = plans;
    this.unseenSplits = unseenSplits;
    this.tasks = tasks;
    this.leader = leader;
    this.clock = clock;
    this.departed = departed;
    this.feeReserve = settings.feeReserve();
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Duration every() {
    return Duration.ofSeconds(30);
  }

  /** Has the sweep run soon. */
  void look() {
    somebodyWaits = true;
    tasks.submit(NAME, this::sweep);
  }

  void onPail(@Observes(during = TransactionPhase.AFTER_SUCCESS) PailHarvested event) {
    if (somebodyWaits) {
      look();
    }
  }

  void onLedger(@Observes LedgerClosed event) {
    if (somebodyWaits) {
      look();
    }
  }

  /** A transaction of a leaving farmer that has ended may have been the last one open. */
  void onSettled(@Observes(during = TransactionPhase.AFTER_SUCCESS) TransactionSettled event) {
    if (somebodyWaits) {
      look();
    }
  }

  @Override
  public void sweep() {
    List<Farmer> leaving = farmers.in(FarmerState.LEAVING);
    somebodyWaits = !leaving.isEmpty();
    List<Farmer> drained = leaving.stream().filter(this::drained).toList();
    if (drained.isEmpty()) {
      return;
    }
    PayoutReading reading = PayoutReading.of(chain, drained.stream().map(this::parties).toList());
    ExitPlanner planner = new ExitPlanner(signer, chain.terms().baseReserve(), feeReserve);
    for (Farmer farmer : drained) {
      try (var _ = LogContext.of(farmer.id(), null)) {
        OptionalLong unseen =
            reading.accounts().containsKey(farmer.custodial())
                ? OptionalLong.empty()
                : unseenSplits.goneAt(farmer);
        boolean gone =
            QuarkusTransaction.requiringNew()
                .call(() -> settle(parties(farmer), planner, reading, unseen));
        if (gone) {
          departed.fire(new FarmerDeparted(farmer.id()));
        }
      }
    }
  }

  private boolean drained(Farmer farmer) {
    return QuarkusTransaction.requiringNew().call(() -> ready(farmer, obstacles.open(farmer.id())));
  }

  /** Whether nothing is open; otherwise what is has been recorded, where it is news. */
  private boolean ready(Farmer farmer, ObstacleRepository.Open open) {
    if (transactions.open(farmer.id(), null, Action.SPLIT).isPresent()) {
      return false;
    }
    Optional<ObstacleRepository.Waiting> waiting = obstacles.waiting(farmer.id());
    Instant nextTry = waiting.map(ObstacleRepository.Waiting::nextTry).orElse(null);
    if (nextTry != null && clock.instant().isBefore(nextTry)) {
      return false;
    }
    Optional<Decision.Wait> wait = waitFor(farmer, open);
    wait.ifPresent(it -> obstacles.blocked(farmer.id(), it.obstacle(), it.detail()));
    return wait.isEmpty();
  }

  private Optional<Decision.Wait> waitFor(Farmer farmer, ObstacleRepository.Open open) {
    if (open.pails() > 0) {
      return Optional.of(new Decision.Wait(Obstacle.OPEN_PAILS, open.pails() + " open"));
    }
    if (open.transactions() > 0 || transactions.busy(farmer.custodial())) {
      return Optional.of(new Decision.Wait(Obstacle.OPEN_TRANSACTIONS, ""));
    }
    return open.difference()
        ? Optional.of(new Decision.Wait(Obstacle.RECONCILIATION, ""))
        : Optional.empty();
  }

  private PayoutReading.Parties parties(Farmer farmer) {
    return new PayoutReading.Parties(
        farmer,
        poolers
            .find(farmer.pooler())
            .orElseThrow(() -> new IllegalStateException("no pooler " + farmer.pooler())));
  }

  /** Under the farmer's lock: everything that was looked at before is looked at again. */
  private boolean settle(
      PayoutReading.Parties payout,
      ExitPlanner planner,
      PayoutReading reading,
      OptionalLong unseen) {
    Farmer farmer = payout.farmer();
    leader.hold();
    if (farmers.lock(farmer.id()).orElse(null) != FarmerState.LEAVING) {
      return false;
    }
    ObstacleRepository.Open open = obstacles.open(farmer.id());
    if (!ready(farmer, open)) {
      return false;
    }
    if (unseen.isPresent()) {
      unseenSplits.recognised(farmer, unseen.getAsLong());
      return true;
    }
    @Nullable Holdings custodial = reading.custodial(payout);
    if (custodial != null) {
      farmers.seen(farmer.id());
      // whoever sends dust in each ledger must not hold the payout
      books.arrived(farmer.id(), custodial);
    }
    ExitPlanner.Situation situation =
        reading.situation(
            payout,
            books.position(farmer.id()),
            open.everFunded(),
            obstacles.waiting(farmer.id()).orElse(null));
    return switch (planner.decide(situation)) {
      case Decision.Pay pay -> {
        request(farmer, pay);
        yield false;
      }
      case Decision.Wait wait -> {
        obstacles.blocked(farmer.id(), wait.obstacle(), wait.detail());
        yield false;
      }
      case Decision.Gone() -> {
        obstacles.clear(farmer.id());
        yield farmers.lapse(farmer.id())
            || farmers.move(
                farmer.id(),
                FarmerState.LEAVING,
                FarmerState.DEPARTED,
                "pool",
                "nothing is left to pay out");
      }
    };
  }

  private void request(Farmer farmer, Decision.Pay pay) {
    OptionalLong id =
        transactions.request(
            new TransactionRequest(
                pay.lane(), Action.SPLIT, farmer.id(), null, pay.operations(), null));
    if (id.isEmpty()) {
      return;
    }
    plans.plan(
        id.getAsLong(),
        farmer.id(),
        new SplitPlanRepository.Plan(pay.split(), pay.lumens(), pay.claimable()));
    LOG.infof(
        "farmer %s leaves: %s KALE to the pooler, %s from the pooler, %s to the farmer%s%s",
        farmer.id(),
        pay.split().toPooler(),
        pay.split().fromPooler(),
        pay.split().toFarmer(),
        pay.claimable() ? " as a claimable balance" : "",
        pay.split().debt().isPositive() ? ", the pooler still owes " + pay.split().debt() : "");
  }
}
