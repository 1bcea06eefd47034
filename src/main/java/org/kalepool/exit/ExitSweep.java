package org.kalepool.exit;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.kalepool.farmer.Farmer;
import org.kalepool.farmer.FarmerState;
import org.kalepool.farmer.Farmers;
import org.kalepool.harvest.PailHarvested;
import org.kalepool.leader.Leader;
import org.kalepool.schedule.LogContext;
import org.kalepool.schedule.Tasks;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.FailuresInARow;
import org.kalepool.stellar.RpcException;

/** Pays out the leaving farmers in the pool's custody that have nothing open any more. */
@Singleton
final class ExitSweep extends WaitingSweep {
  private static final Logger LOG = Logger.getLogger(ExitSweep.class);

  private final Farmers farmers;
  private final Payouts payouts;
  private final ObstacleRepository obstacles;
  private final UnseenSplits unseenSplits;
  private final SplitContract contract;
  private final Leader leader;
  private final Clock clock;

  ExitSweep(
      Farmers farmers,
      Payouts payouts,
      ObstacleRepository obstacles,
      UnseenSplits unseenSplits,
      SplitContract contract,
      Tasks tasks,
      Leader leader,
      Clock clock) {
    super("exit", tasks);
    this.farmers = farmers;
    this.payouts = payouts;
    this.obstacles = obstacles;
    this.unseenSplits = unseenSplits;
    this.contract = contract;
    this.leader = leader;
    this.clock = clock;
  }

  void onPail(@Observes(during = TransactionPhase.AFTER_SUCCESS) PailHarvested event) {
    lookIfWaiting();
  }

  @Override
  public void sweep() {
    List<Farmer> leaving =
        farmers.in(FarmerState.LEAVING).stream().filter(it -> !it.hasVault()).toList();
    leaves(!leaving.isEmpty());
    Set<UUID> drained = new HashSet<>();
    for (ExitState state : obstacles.states(leaving.stream().map(Farmer::id).toList())) {
      Optional<ExitDecision> open = state.whileOpen(clock.instant());
      if (open.isEmpty()) {
        drained.add(state.farmer());
      } else if (open.get() instanceof ExitDecision.Wait wait) {
        QuarkusTransaction.requiringNew().run(() -> obstacles.blocked(state, wait));
      }
    }
    FailuresInARow failures = new FailuresInARow(LOG);
    Optional<ByContract.On> on = drained.isEmpty() ? Optional.empty() : contract.read();
    for (PayoutReading reading :
        payouts.read(leaving.stream().filter(it -> drained.contains(it.id())).toList())) {
      Farmer farmer = reading.farmer();
      try (var _ = LogContext.of(farmer.id(), null)) {
        Optional<UnseenSplits.Found> unseen =
            reading.custodial() == null
                ? unseenSplits.find(farmer)
                : unseenSplits.byContract(farmer, reading.custodial());
        QuarkusTransaction.requiringNew().run(() -> settle(reading, unseen, on));
        failures.read();
      } catch (RpcException e) {
        failures.failed(farmer.id(), e);
      }
    }
  }

  /**
   * Under the farmer's lock, so that a withdrawal and a payout never cross; what was open before is
   * read again.
   */
  private void settle(
      PayoutReading reading, Optional<UnseenSplits.Found> unseen, Optional<ByContract.On> on) {
    Farmer farmer = reading.farmer();
    leader.hold();
    if (farmers.lock(farmer.id()).orElse(null) != FarmerState.LEAVING) {
      return;
    }
    ExitState state = obstacles.state(farmer.id());
    Optional<ExitDecision> open = state.whileOpen(clock.instant());
    if (open.isPresent()) {
      carryOut(open.get(), reading, state);
      return;
    }
    if (reading.custodial() != null) {
      farmers.seen(farmer.id());
    }
    ExitSnapshot now =
        new ExitSnapshot(
            reading, state, payouts.booked(reading), unseen, contract.of(on, farmer.id()));
    carryOut(payouts.decide(now), reading, state);
  }

  private void carryOut(ExitDecision decision, PayoutReading reading, ExitState state) {
    Farmer farmer = reading.farmer();
    switch (decision) {
      case ExitDecision.Pay pay -> request(reading, pay);
      case ExitDecision.PayByContract pay -> request(reading, pay);
      case ExitDecision.Wait wait -> obstacles.blocked(state, wait);
      case ExitDecision.Later() -> {}
      case ExitDecision.PaidUnseen paid -> unseenSplits.recognised(farmer, paid);
      case ExitDecision.Gone() -> gone(farmer.id());
    }
  }

  private void gone(UUID farmer) {
    obstacles.clear(farmer);
    if (!farmers.lapse(farmer)) {
      farmers.move(
          farmer, FarmerState.LEAVING, FarmerState.DEPARTED, "pool", "nothing is left to pay out");
    }
  }

  private void request(PayoutReading reading, ExitDecision.PayByContract pay) {
    if (payouts.request(reading, Action.SPLIT, pay)) {
      LOG.infof(
          "farmer %s leaves, by the split contract: %s KALE to its poolers (%d), %s added by them,"
              + " %s to the farmer",
          reading.farmer().id(),
          pay.split().toPooler(),
          pay.split().parts().size(),
          pay.split().fromPooler(),
          pay.split().toFarmer());
    }
  }

  private void request(PayoutReading reading, ExitDecision.Pay pay) {
    if (payouts.request(reading, Action.SPLIT, pay)) {
      LOG.infof(
          "farmer %s leaves: %s KALE to its poolers (%d), %s added by them, %s to the farmer%s%s",
          reading.farmer().id(),
          pay.split().toPooler(),
          pay.split().parts().size(),
          pay.split().fromPooler(),
          pay.split().toFarmer(),
          pay.claimable() ? " as a claimable balance" : "",
          pay.split().debt().isPositive() ? ", poolers still owe " + pay.split().debt() : "");
    }
  }
}
