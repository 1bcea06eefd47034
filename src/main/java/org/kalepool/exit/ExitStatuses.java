package org.kalepool.exit;

import jakarta.inject.Singleton;
import java.util.UUID;
import org.kalepool.farmer.FarmerState;
import org.kalepool.farmer.Farmers;

/** How far farmers are who leave or have left. */
@Singleton
final class ExitStatuses {
  private final Farmers farmers;
  private final ObstacleRepository obstacles;
  private final DebtRepository debts;

  ExitStatuses(Farmers farmers, ObstacleRepository obstacles, DebtRepository debts) {
    this.farmers = farmers;
    this.obstacles = obstacles;
    this.debts = debts;
  }

  /** With what still comes: what is left in the account, or what the first of its debtors owes. */
  private ExitState departed(UUID farmer) {
    ExitState payout = obstacles.state(farmer);
    return payout.obstacle() != null
        ? payout
        : debts.open(farmer).stream()
            .map(debt -> obstacles.state(farmer, debt.pooler()))
            .filter(state -> state.obstacle() != null)
            .findFirst()
            .orElse(payout);
  }

  /** How far it is; what it waits for, if it leaves or has left. */
  ExitStatus of(UUID farmer, FarmerState state) {
    ExitState now = state == FarmerState.DEPARTED ? departed(farmer) : obstacles.state(farmer);
    boolean leaves = state == FarmerState.LEAVING || state == FarmerState.DEPARTED;
    return new ExitStatus(
        farmer,
        state,
        leaves ? farmers.departure(farmer).map(Farmers.Departure::at).orElse(null) : null,
        now.pails(),
        now.transactions(),
        now.splitSent(),
        leaves && !now.splitSent() ? ExitStatus.WaitingFor.of(now) : null);
  }
}
