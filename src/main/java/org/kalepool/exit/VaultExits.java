package org.kalepool.exit;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.kalepool.farmer.Farmer;
import org.kalepool.farmer.FarmerState;
import org.kalepool.farmer.Farmers;
import org.kalepool.kale.Kale;
import org.kalepool.leader.Leader;
import org.kalepool.schedule.Tasks;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.Outcome;
import org.kalepool.stellar.PoolContracts;
import org.kalepool.stellar.RpcException;
import org.kalepool.stellar.TransactionSettled;
import org.kalepool.vault.SeenVault;
import org.kalepool.vault.Vault;
import org.kalepool.vault.VaultDeeds;
import org.kalepool.vault.VaultReadings;
import org.kalepool.vault.VaultSettings;
import org.kalepool.vault.Vaults;

/** Lets leaving farmers with vaults go that have nothing open any more. */
@Singleton
final class VaultExits extends WaitingSweep {
  private static final Logger LOG = Logger.getLogger(VaultExits.class);
  private static final Set<Action> DEEDS =
      EnumSet.of(Action.MAKE_VAULT, Action.STOP, Action.SETTLE);

  private final Farmers farmers;
  private final ObstacleRepository obstacles;
  private final Vaults vaults;
  private final VaultReadings readings;
  private final VaultDeeds deeds;
  private final Leader leader;
  private final Clock clock;
  private final Kale least;

  VaultExits(
      Farmers farmers,
      ObstacleRepository obstacles,
      Vaults vaults,
      VaultReadings readings,
      VaultDeeds deeds,
      Leader leader,
      Tasks tasks,
      Clock clock,
      VaultSettings settings) {
    super("vault-exit", tasks);
    this.farmers = farmers;
    this.obstacles = obstacles;
    this.vaults = vaults;
    this.readings = readings;
    this.deeds = deeds;
    this.leader = leader;
    this.clock = clock;
    this.least = settings.leastDeposit();
  }

  /** What has landed of a vault is noted with it, for farmers that stay as well. */
  void noteLanded(@Observes TransactionSettled event) {
    UUID farmer = event.request().farmer();
    if (farmer != null && event.outcome() instanceof Outcome.Landed landed) {
      switch (event.request().action()) {
        case STOP -> vaults.stopped(farmer, landed.ledger());
        case SETTLE -> vaults.settled(farmer, landed.ledger());
        default -> {}
      }
    }
  }

  @Override
  boolean concerns(TransactionSettled event) {
    return DEEDS.contains(event.request().action());
  }

  @Override
  public void sweep() {
    List<UUID> leaving =
        farmers.in(FarmerState.LEAVING).stream().filter(Farmer::hasVault).map(Farmer::id).toList();
    leaves(!leaving.isEmpty());
    List<ExitState> drained = new ArrayList<>();
    for (ExitState state : obstacles.states(leaving)) {
      Optional<ExitDecision> open = state.whileOpen(clock.instant());
      if (open.isEmpty()) {
        drained.add(state);
      } else if (open.get() instanceof ExitDecision.Wait wait) {
        QuarkusTransaction.requiringNew().run(() -> obstacles.blocked(state, wait));
      }
    }
    for (int from = 0; from < drained.size(); from += PoolContracts.VAULTS_A_READ) {
      look(drained.subList(from, Math.min(from + PoolContracts.VAULTS_A_READ, drained.size())));
    }
  }

  private void look(List<ExitState> drained) {
    try {
      Map<UUID, SeenVault> seen = readings.of(drained.stream().map(ExitState::farmer).toList());
      List<Vault> make = new ArrayList<>();
      List<Vault> stop = new ArrayList<>();
      List<Vault> settle = new ArrayList<>();
      for (ExitState state : drained) {
        SeenVault vault = seen.get(state.farmer());
        if (vault == null) {
          throw new IllegalStateException("no vault of " + state.farmer());
        }
        switch (QuarkusTransaction.requiringNew().call(() -> decide(vault)).orElse(null)) {
          case VaultExitDecision.Make() -> make.add(vault.vault());
          case VaultExitDecision.Stop() -> stop.add(vault.vault());
          case VaultExitDecision.Settle() -> settle.add(vault.vault());
          case VaultExitDecision.Depart(), VaultExitDecision.Gone() -> {}
          case null -> {}
        }
      }
      deeds.stop(stop);
      deeds.settle(settle);
      deeds.make(make);
    } catch (RpcException e) {
      LOG.warnf(
          "leaving farmers with vaults wait, the network cannot be asked: %s", e.getMessage());
    }
  }

  /**
   * Under the farmer's lock, so that a withdrawal of the exit and its end never cross.
   *
   * @return what is to be asked for; what needs nothing of the network is done
   */
  private Optional<VaultExitDecision> decide(SeenVault seen) {
    UUID farmer = seen.vault().farmer();
    leader.hold();
    if (farmers.lock(farmer).orElse(null) != FarmerState.LEAVING
        || obstacles.state(farmer).whileOpen(clock.instant()).isPresent()) {
      return Optional.empty();
    }
    note(seen);
    Optional<VaultExitDecision> decision = VaultExitPlanner.decide(seen, least);
    decision.ifPresent(
        what -> {
          switch (what) {
            case VaultExitDecision.Depart() -> departs(farmer);
            case VaultExitDecision.Gone() -> gone(farmer);
            case VaultExitDecision.Make(),
                VaultExitDecision.Stop(),
                VaultExitDecision.Settle() -> {}
          }
        });
    return decision;
  }

  /** What others have done, or this process before it died. */
  private void note(SeenVault seen) {
    PoolContracts.VaultState state = seen.state();
    if (state != null) {
      farmers.seen(seen.vault().farmer());
      vaults.made(seen.vault().farmer(), state.ledger());
      state.stoppedIn().ifPresent(ledger -> vaults.stopped(seen.vault().farmer(), ledger));
    }
  }

  private void departs(UUID farmer) {
    obstacles.clear(farmer);
    farmers.move(
        farmer,
        FarmerState.LEAVING,
        FarmerState.DEPARTED,
        "pool",
        "the vault is stopped, and what is in it is its owner's");
    LOG.infof("farmer %s has left: its vault is stopped and settled", farmer);
  }

  private void gone(UUID farmer) {
    obstacles.clear(farmer);
    if (!farmers.lapse(farmer)) {
      farmers.move(
          farmer, FarmerState.LEAVING, FarmerState.DEPARTED, "pool", "nothing was ever sent");
    }
  }
}
