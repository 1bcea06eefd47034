package org.kalepool.lab.simulation;

import jakarta.persistence.PersistenceException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.kalepool.lab.BooksComparison;

/** Holds all farmers' books to the chain, those with vaults as well. */
final class DifferenceCheck {
  private final BooksComparison comparison;
  private final BalanceCheck balanceCheck;
  private final VaultCheck vaultCheck;
  private final SimulatedFarmers farmers;
  private final SimulatedVaults vaults;
  private final SimulatedRestore restore;

  DifferenceCheck(
      BooksComparison comparison,
      BalanceCheck balanceCheck,
      VaultCheck vaultCheck,
      SimulatedFarmers farmers,
      SimulatedVaults vaults,
      SimulatedRestore restore) {
    this.comparison = comparison;
    this.balanceCheck = balanceCheck;
    this.vaultCheck = vaultCheck;
    this.farmers = farmers;
    this.vaults = vaults;
    this.restore = restore;
  }

  /**
   * Those of the differences that should not be.
   *
   * @param end whether the run is over
   */
  List<String> apart(List<BooksComparison.Difference> differences, boolean end)
      throws SQLException {
    List<String> apart = new ArrayList<>(balanceCheck.apart(differences, end));
    apart.addAll(vaultCheck.apart(differences));
    return apart;
  }

  /** Who has left and has all is looked at no more. */
  void forgetThoseWhoLeft() {
    farmers.forget(balanceCheck.paidOut());
    vaults.forget(vaultCheck.done());
  }

  /** Nobody is apart, and nobody waits to be looked at after a restore. */
  boolean agree(List<String> apart) throws SQLException {
    return apart.isEmpty() && !restore.recovering();
  }

  /**
   * The differences, of the departed too if they are not known to be paid; a cut that hits this
   * look is met by looking again.
   */
  List<BooksComparison.Difference> look(boolean all) throws SQLException {
    for (int tries = 0; ; tries++) {
      try {
        return all
            ? comparison.differences()
            : comparison.differences(
                Stream.concat(
                        SimulatedFarmers.ids(farmers.present()).stream(),
                        vaults.presentIds().stream())
                    .toList());
      } catch (SQLException | PersistenceException e) {
        if (tries > 20) {
          throw e;
        }
      }
    }
  }
}
