package org.kalepool.exit;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.kalepool.books.Books;
import org.kalepool.farmer.Farmer;
import org.kalepool.farmer.FarmerState;
import org.kalepool.farmer.Farmers;
import org.kalepool.kale.Address;
import org.kalepool.kale.Xlm;
import org.kalepool.leader.Leader;
import org.kalepool.pooler.Poolers;
import org.kalepool.schedule.LogContext;
import org.kalepool.schedule.Sweep;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.Chain;
import org.kalepool.stellar.Holdings;
import org.kalepool.stellar.Signer;
import org.kalepool.stellar.TransactionRequest;
import org.kalepool.stellar.Transactions;

/**
 * Passes on what reaches a custodial account after its farmer has left: whoever sends XLM to an
 * address that is no more makes the account anew. It goes to the payout wallet as at the split, but
 * nothing of it is the pooler's, and nothing of what the pooler still owes is paid with it. So does
 * what a payout has left in an account that could not be closed then; of that the pooler gets what
 * its wallet could not take of its share.
 *
 * <p>Of all that have ever left, one request's worth of accounts is looked at each time, in turn.
 */
@Singleton
final class LateSweep implements Sweep {
  /** Two ledger entries an account, 200 a request: 19 KB, which at rest is to be rare. */
  private static final int ACCOUNTS_A_LOOK = 100;

  private final Farmers farmers;
  private final Poolers poolers;
  private final Books books;
  private final Chain chain;
  private final Transactions transactions;
  private final Signer signer;
  private final Leader leader;
  private final ObstacleRepository obstacles;
  private final SplitPlanRepository plans;
  private final LatePayoutRepository late;
  private final Clock clock;
  private final Xlm feeReserve;

  /** Where the last look ended; a restart begins anew. Only the sweep, one at a time, uses it. */
  private volatile long cursor;

  LateSweep(
      Farmers farmers,
      Poolers poolers,
      Books books,
      Chain chain,
      Transactions transactions,
      Signer signer,
      Leader leader,
      ObstacleRepository obstacles,
      SplitPlanRepository plans,
      LatePayoutRepository late,
      Clock clock,
      ExitSettings settings) {
    this.farmers = farmers;
    this.poolers = poolers;
    this.books = books;
    this.chain = chain;
    this.transactions = transactions;
    this.signer = signer;
    this.leader = leader;
    this.obstacles = obstacles;
    this.plans = plans;
    this.late = late;
    this.clock = clock;
    this.feeReserve = settings.feeReserve();
  }

  @Override
  public String name() {
    return "late-money";
  }

  @Override
  public Duration every() {
    return Duration.ofMinutes(3);
  }

  @Override
  public void sweep() {
    List<Farmers.Left> looked = farmers.departed(cursor, ACCOUNTS_A_LOOK);
    cursor = looked.size() < ACCOUNTS_A_LOOK ? 0 : looked.getLast().seq();
    if (looked.isEmpty()) {
      return;
    }
    Map<Address, Holdings> there =
        chain.holdings(looked.stream().map(Farmers.Left::custodial).toList());
    List<PayoutReading.Parties> back =
        looked.stream()
            .filter(left -> there.containsKey(left.custodial()))
            .map(this::parties)
            .toList();
    if (back.isEmpty()) {
      return;
    }
    PayoutReading reading = PayoutReading.of(chain, back);
    ExitPlanner planner = new ExitPlanner(signer, chain.terms().baseReserve(), feeReserve);
    for (PayoutReading.Parties one : back) {
      try (var _ = LogContext.of(one.farmer().id(), null)) {
        QuarkusTransaction.requiringNew().run(() -> passOn(one, reading, planner));
      }
    }
  }

  private PayoutReading.Parties parties(Farmers.Left left) {
    Farmer farmer =
        farmers
            .find(left.farmer())
            .orElseThrow(() -> new IllegalStateException("no farmer " + left.farmer()));
    return new PayoutReading.Parties(
        farmer,
        poolers
            .find(farmer.pooler())
            .orElseThrow(() -> new IllegalStateException("no pooler " + farmer.pooler())));
  }

  /** Under the farmer's lock. A reading older than the merge still shows the account. */
  private void passOn(PayoutReading.Parties back, PayoutReading reading, ExitPlanner planner) {
    Farmer farmer = back.farmer();
    @Nullable Holdings held = reading.custodial(back);
    leader.hold();
    if (held == null
        || farmers.lock(farmer.id()).orElse(null) != FarmerState.DEPARTED
        || held.ledger() < late.lastMerged(farmer.id())
        || isWaiting(farmer)) {
      return;
    }
    books.arrived(farmer.id(), held);
    ExitPlanner.Situation situation =
        reading.situation(
            back,
            books.position(farmer.id()).settled(late.withheld(farmer.id())),
            true,
            obstacles.waiting(farmer.id()).orElse(null));
    switch (planner.decide(situation)) {
      case Decision.Pay pay -> request(farmer, pay);
      case Decision.Wait wait -> obstacles.blocked(farmer.id(), wait.obstacle(), wait.detail());
      case Decision.Gone() -> throw new IllegalStateException("an account that is there is gone");
    }
  }

  private boolean isWaiting(Farmer farmer) {
    @Nullable Instant nextTry =
        obstacles.waiting(farmer.id()).map(ObstacleRepository.Waiting::nextTry).orElse(null);
    return obstacles.open(farmer.id()).transactions() > 0
        || transactions.busy(farmer.custodial())
        || (nextTry != null && clock.instant().isBefore(nextTry));
  }

  private void request(Farmer farmer, Decision.Pay pay) {
    OptionalLong id =
        transactions.request(
            new TransactionRequest(
                pay.lane(), Action.LATE, farmer.id(), null, pay.operations(), null));
    if (id.isPresent()) {
      plans.plan(
          id.getAsLong(),
          farmer.id(),
          new SplitPlanRepository.Plan(pay.split(), pay.lumens(), pay.claimable()));
    }
  }
}
