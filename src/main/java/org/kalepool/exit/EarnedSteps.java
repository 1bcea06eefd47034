package org.kalepool.exit;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.kalepool.farmer.FarmerState;
import org.kalepool.farmer.Farmers;
import org.kalepool.leader.Leader;
import org.kalepool.stellar.Movements.Movement;

/** One wish to be paid, from what was read to what is done, under the farmer's lock. */
@Singleton
final class EarnedSteps {
  private final Farmers farmers;
  private final WishRepository wishes;
  private final ObstacleRepository states;
  private final EarnedDoubts doubts;
  private final EarnedDecisions decisions;
  private final EarnedRequests requests;
  private final Leader leader;
  private final Clock clock;

  EarnedSteps(
      Farmers farmers,
      WishRepository wishes,
      ObstacleRepository states,
      EarnedDoubts doubts,
      EarnedDecisions decisions,
      EarnedRequests requests,
      Leader leader,
      Clock clock) {
    this.farmers = farmers;
    this.wishes = wishes;
    this.states = states;
    this.doubts = doubts;
    this.decisions = decisions;
    this.requests = requests;
    this.leader = leader;
    this.clock = clock;
  }

  /**
   * Looks at one wish of a farmer of whom nothing was under way.
   *
   * @throws org.kalepool.stellar.RpcException if the network cannot be asked
   */
  void look(PayoutReading reading, WishRepository.Open wish, ExitState state) {
    Glance glance = QuarkusTransaction.requiringNew().call(() -> glance(reading, wish, state));
    if (!glance.news()) {
      return;
    }
    Optional<List<Movement>> remembered =
        glance.doubt().flatMap(doubt -> doubts.remembered(doubt, reading));
    QuarkusTransaction.requiringNew().run(() -> settle(reading, wish, remembered));
  }

  /** An attempt of which nobody knows whether it landed, and if there is anything to be done. */
  private record Glance(Optional<PayoutPlanRepository.Unseen> doubt, boolean news) {}

  /** Most wishes wait for the same as at the look before: for those no lock is taken. */
  private Glance glance(PayoutReading reading, WishRepository.Open wish, ExitState state) {
    Optional<PayoutPlanRepository.Unseen> doubt = doubts.of(wish);
    if (doubt.isPresent() || reading.farmer().state() != FarmerState.ACTIVE) {
      return new Glance(doubt, true);
    }
    boolean news =
        !isPaused(wish)
            && switch (decisions.of(reading, wish, state)) {
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
    if (!same || now.underWay() || !doubts.isCertain(reading, wish, remembered)) {
      return;
    }
    if (state == FarmerState.LEAVING || state == FarmerState.DEPARTED) {
      wishes.end(wish.id(), WishEntity.End.LEFT);
    } else if (state == FarmerState.ACTIVE && !isPaused(wish)) {
      requests.carryOut(decisions.of(reading, wish, now), reading, wish);
    }
  }

  private boolean isPaused(WishRepository.Open wish) {
    return wish.nextTry() != null && clock.instant().isBefore(wish.nextTry());
  }
}
