package org.kalepool.exit;

import java.util.Optional;
import org.kalepool.kale.Kale;
import org.kalepool.stellar.PoolContracts.VaultState;
import org.kalepool.vault.SeenVault;
import org.kalepool.vault.Vault;

/**
 * Decides how a farmer with a vault leaves, once nothing of it is open. A pure function.
 *
 * <p>Nobody is paid anything: its owner takes out what is there, now or in a year. The pool stops
 * planting for ever, and takes its share of what the last harvests brought. That waits for nobody
 * who sends dust: once settled after the stop it has left, and whatever comes later is settled by
 * the withdrawal itself.
 */
final class VaultExitPlanner {
  private VaultExitPlanner() {}

  /**
   * Decides.
   *
   * @param least KALE for which the pool makes a vault
   * @param booked KALE that it has by the books: while they know of none, nobody looks at the vault
   *     of one who has departed
   * @return empty if nothing can be done now: the node does not show what was seen before, or what
   *     is there is not booked yet
   */
  static Optional<VaultExitDecision> decide(SeenVault seen, Kale least, Kale booked) {
    Vault vault = seen.vault();
    VaultState state = seen.state();
    if (state == null) {
      if (vault.isMade()) {
        return Optional.empty();
      }
      boolean enough = seen.kale().isPositive() && seen.kale().compareTo(least) >= 0;
      return Optional.of(enough ? new VaultExitDecision.Make() : new VaultExitDecision.Gone());
    }
    if (state.stoppedIn().isEmpty()) {
      return Optional.of(new VaultExitDecision.Stop());
    }
    boolean gained = state.planted() && state.balance().compareTo(state.principal()) > 0;
    if (gained && !settledSince(vault, state.stoppedIn().getAsLong())) {
      return Optional.of(new VaultExitDecision.Settle());
    }
    boolean untold = booked.isZero() && state.balance().isPositive();
    return untold ? Optional.empty() : Optional.of(new VaultExitDecision.Depart());
  }

  private static boolean settledSince(Vault vault, long stopped) {
    return vault.settledIn().isPresent() && vault.settledIn().getAsLong() >= stopped;
  }
}
