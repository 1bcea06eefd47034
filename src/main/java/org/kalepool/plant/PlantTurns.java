package org.kalepool.plant;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Set;
import java.util.stream.Collectors;
import org.kalepool.block.Blocks;
import org.kalepool.block.LedgerClosed;
import org.kalepool.kale.Address;
import org.kalepool.kale.GameRules;
import org.kalepool.schedule.Tasks;
import org.kalepool.stellar.Transactions;
import org.kalepool.stellar.Validity;

/**
 * Tells the lanes from which the next block will be planted, so that no harvest is on its way there
 * when it may be opened. Once a block, as late as what can wait may still be in the network then.
 */
@Singleton
final class PlantTurns {
  /** Longer than any. */
  private static final double LEDGER_SECONDS = 6;

  private final Blocks blocks;
  private final PlantingRepository plantings;
  private final Transactions transactions;
  private final Validity validity;
  private final Tasks tasks;
  private final long lead;

  // on one thread at a time
  private long toldFor = -1;

  PlantTurns(
      Blocks blocks,
      PlantingRepository plantings,
      Transactions transactions,
      Validity validity,
      Tasks tasks,
      PlantSettings settings) {
    this.blocks = blocks;
    this.plantings = plantings;
    this.transactions = transactions;
    this.validity = validity;
    this.tasks = tasks;
    // what is sent for the ledger that may open the block leaves a ledger before, or two
    this.lead = settings.openingLedger() ? Math.round(2 * LEDGER_SECONDS) : 0;
  }

  void ledgerClosed(@Observes LedgerClosed event) {
    tasks.submit("plant turns", this::look);
  }

  private void look() {
    blocks.current().ifPresent(this::look);
  }

  private void look(Blocks.Current now) {
    long next = now.index() + 1;
    long due = now.openedAt() + GameRules.BLOCK_INTERVAL_SECONDS - lead;
    if (toldFor == next || now.closeTime() < due - validity.seconds(LEDGER_SECONDS)) {
      return;
    }
    Set<Address> lanes =
        plantings.candidates(next).stream()
            .map(PlantCandidate::custodial)
            .collect(Collectors.toSet());
    transactions.expectPlants(lanes, due);
    toldFor = next;
  }
}
