package org.kalepool.plant;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.kalepool.block.Blocks;
import org.kalepool.block.EarlyOpening;
import org.kalepool.block.LedgerClosed;
import org.kalepool.kale.GameRules;
import org.kalepool.stellar.Transactions;

/**
 * Has plants sent before their block is open, so that they land in the ledger that opens it, where
 * the next ledger is sure to be late enough for that. What is known of ledgers is kept in memory:
 * after a start it takes some minutes to be enough.
 */
@Singleton
final class OpeningLedger implements EarlyOpening {
  /** After a longer absence nobody knows how the network goes now. */
  private static final long MOST_UNSEEN = 5;

  private final PlantSettings settings;
  private final Transactions transactions;

  // guarded by this
  private final LedgerLengths lengths = new LedgerLengths();
  private long ledger = -1;
  private long closeTime;

  OpeningLedger(PlantSettings settings, Transactions transactions) {
    this.settings = settings;
    this.transactions = transactions;
  }

  synchronized void ledgerClosed(@Observes LedgerClosed event) {
    // of ledgers that nobody saw only the sum is known
    if (event.sequence() == ledger + 1) {
      lengths.add(event.closeTime() - closeTime);
    } else if (event.sequence() > ledger + MOST_UNSEEN) {
      lengths.forget();
    }
    ledger = event.sequence();
    closeTime = event.closeTime();
  }

  /** The next block, if a plant that is sent now lands in the ledger that may open it. */
  Optional<PlantDecision> target(Blocks.Current now) {
    long left = now.openedAt() + GameRules.BLOCK_INTERVAL_SECONDS - now.closeTime();
    if (!settings.openingLedger() || now.paused() || left <= 0 || !isNextAfter(left)) {
      return Optional.empty();
    }
    transactions.expectOpening(now.index() + 1, now.ledger());
    return Optional.of(PlantDecision.early(now));
  }

  @Override
  public synchronized boolean expected() {
    return settings.openingLedger() && lengths.areRegular();
  }

  private synchronized boolean isNextAfter(long seconds) {
    return lengths.isAtLeast(seconds);
  }
}
