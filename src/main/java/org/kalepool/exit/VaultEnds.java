package org.kalepool.exit;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.kalepool.books.Books;
import org.kalepool.farmer.FarmerState;
import org.kalepool.farmer.Farmers;
import org.kalepool.kale.Kale;
import org.kalepool.leader.Leader;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.Outcome;
import org.kalepool.stellar.PoolContracts;
import org.kalepool.stellar.TransactionSettled;
import org.kalepool.stellar.Transactions;
import org.kalepool.vault.SeenVault;
import org.kalepool.vault.Vault;
import org.kalepool.vault.VaultSettings;
import org.kalepool.vault.Vaults;

/** What is next for the vault of a farmer that leaves, and its last state. */
@Singleton
class VaultEnds {
  private static final Logger LOG = Logger.getLogger(VaultEnds.class);

  private final Farmers farmers;
  private final ObstacleRepository obstacles;
  private final Vaults vaults;
  private final Transactions transactions;
  private final Leader leader;
  private final Clock clock;
  private final Books books;
  private final Kale least;

  VaultEnds(
      Farmers farmers,
      ObstacleRepository obstacles,
      Vaults vaults,
      Transactions transactions,
      Leader leader,
      Clock clock,
      Books books,
      VaultSettings settings) {
    this.farmers = farmers;
    this.obstacles = obstacles;
    this.vaults = vaults;
    this.transactions = transactions;
    this.leader = leader;
    this.clock = clock;
    this.books = books;
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

  /** Whether the vault is stopped, or about to be, and that is for ever. */
  boolean isStopped(UUID farmer) {
    return vaults.find(farmer).filter(Vault::isStopped).isPresent()
        || transactions.open(farmer, null, Action.STOP).isPresent();
  }

  /**
   * Decides what is next. Under the farmer's lock, so that a withdrawal of the exit and its end
   * never cross.
   *
   * @return what is to be asked for; what needs nothing of the network is done
   */
  Optional<VaultExitDecision> decide(SeenVault seen) {
    UUID farmer = seen.vault().farmer();
    leader.hold();
    if (farmers.lock(farmer).orElse(null) != FarmerState.LEAVING
        || obstacles.state(farmer).whileOpen(clock.instant()).isPresent()) {
      return Optional.empty();
    }
    note(seen);
    Optional<VaultExitDecision> decision =
        VaultExitPlanner.decide(seen, least, books.position(farmer).custody());
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
