package org.kalepool.exit;

import io.quarkus.narayana.jta.QuarkusTransaction;
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
import org.kalepool.schedule.Tasks;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.PoolContracts;
import org.kalepool.stellar.RpcException;
import org.kalepool.stellar.TransactionSettled;
import org.kalepool.vault.SeenVault;
import org.kalepool.vault.Vault;
import org.kalepool.vault.VaultDeeds;
import org.kalepool.vault.VaultReadings;

/** Lets leaving farmers with vaults go that have nothing open any more. */
@Singleton
final class VaultExits extends WaitingSweep {
  private static final Logger LOG = Logger.getLogger(VaultExits.class);
  private static final Set<Action> DEEDS =
      EnumSet.of(Action.MAKE_VAULT, Action.STOP, Action.SETTLE);

  private final Farmers farmers;
  private final ObstacleRepository obstacles;
  private final VaultReadings readings;
  private final VaultDeeds deeds;
  private final VaultEnds ends;
  private final Clock clock;

  VaultExits(
      Farmers farmers,
      ObstacleRepository obstacles,
      VaultReadings readings,
      VaultDeeds deeds,
      VaultEnds ends,
      Tasks tasks,
      Clock clock) {
    super("vault-exit", tasks);
    this.farmers = farmers;
    this.obstacles = obstacles;
    this.readings = readings;
    this.deeds = deeds;
    this.ends = ends;
    this.clock = clock;
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
        switch (QuarkusTransaction.requiringNew().call(() -> ends.decide(vault)).orElse(null)) {
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
}
