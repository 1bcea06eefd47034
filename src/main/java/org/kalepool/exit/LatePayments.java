package org.kalepool.exit;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.kalepool.books.Books.Position;
import org.kalepool.farmer.Farmer;
import org.kalepool.farmer.FarmerState;
import org.kalepool.farmer.Farmers;
import org.kalepool.leader.Leader;
import org.kalepool.schedule.LogContext;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.Holdings;

/** Passes on what is in the accounts of farmers that have left. */
@Singleton
final class LatePayments {
  private final Farmers farmers;
  private final Payouts payouts;
  private final Leader leader;
  private final ObstacleRepository obstacles;
  private final LatePayoutRepository late;
  private final SplitContract contract;
  private final Clock clock;

  LatePayments(
      Farmers farmers,
      Payouts payouts,
      Leader leader,
      ObstacleRepository obstacles,
      LatePayoutRepository late,
      SplitContract contract,
      Clock clock) {
    this.farmers = farmers;
    this.payouts = payouts;
    this.leader = leader;
    this.obstacles = obstacles;
    this.late = late;
    this.contract = contract;
    this.clock = clock;
  }

  /** Passes on what is there; what it cannot go by is named as the farmer's obstacle. */
  void passOn(List<Farmer> back) {
    Optional<ByContract.On> on = back.isEmpty() ? Optional.empty() : contract.read();
    for (PayoutReading reading : payouts.read(back)) {
      try (var _ = LogContext.of(reading.farmer().id(), null)) {
        QuarkusTransaction.requiringNew().run(() -> passOn(reading, on));
      }
    }
  }

  /** Under the farmer's lock. A reading older than the merge still shows the account. */
  private void passOn(PayoutReading reading, Optional<ByContract.On> on) {
    UUID id = reading.farmer().id();
    Holdings held = reading.custodial();
    leader.hold();
    if (held == null
        || farmers.lock(id).orElse(null) != FarmerState.DEPARTED
        || held.ledger() < late.lastMerged(id)) {
      return;
    }
    ExitState state = obstacles.state(id);
    if (state.underWay() || state.pauses(clock.instant())) {
      return;
    }
    Position books = payouts.booked(reading).settled(late.withheld(id));
    ExitSnapshot now =
        new ExitSnapshot(reading, state, books, Optional.empty(), SplitContract.over(on));
    switch (payouts.decide(now)) {
      case ExitDecision.Pay pay -> payouts.request(reading, Action.LATE, pay);
      case ExitDecision.PayByContract pay -> payouts.request(reading, Action.LATE, pay);
      case ExitDecision.Wait wait -> obstacles.blocked(state, wait);
      case ExitDecision other ->
          throw new IllegalStateException("an account that is there: " + other);
    }
  }
}
