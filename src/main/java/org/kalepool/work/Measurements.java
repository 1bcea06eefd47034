package org.kalepool.work;

import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import org.kalepool.block.BlockOpened;
import org.kalepool.block.KnownBlocks;
import org.kalepool.block.KnownBlocks.Opening;
import org.kalepool.block.LedgerClosed;
import org.kalepool.kale.GameRules;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.Cause;
import org.kalepool.stellar.Outcome;
import org.kalepool.stellar.TransactionSettled;
import org.kalepool.work.WorkRequestRepository.Landing;
import org.kalepool.work.plan.NetworkLog;
import org.kalepool.work.plan.NetworkMeasures;

/**
 * How the network behaves, as seen from this pool: pace of the ledgers, how long works take to
 * land, how late blocks are opened. Kept in memory; at the start the last blocks in the database
 * say what was known before.
 */
@Singleton
final class Measurements implements NetworkPace {
  private static final int BLOCKS_REMEMBERED = 60;

  private final KnownBlocks blocks;
  private final WorkRequestRepository requests;
  private final NetworkLog log = new NetworkLog();
  private long dueAt = Long.MAX_VALUE;
  private long firstDueLedger = -1;
  private long lastLedger = -1;

  Measurements(KnownBlocks blocks, WorkRequestRepository requests) {
    this.blocks = blocks;
    this.requests = requests;
  }

  /** Before the sweeps start. */
  void restore(@Observes @Priority(4000) StartupEvent event) {
    List<Opening> openings = blocks.openings(BLOCKS_REMEMBERED);
    if (!openings.isEmpty()) {
      replay(openings);
    }
  }

  private synchronized void replay(List<Opening> openings) {
    List<Landing> landings = requests.landings(openings.getFirst().index());
    Opening before = null;
    for (Opening opening : openings) {
      if (before != null && before.index() + 1 == opening.index()) {
        log.blockOpened(ledgersLate(before.openedTime(), opening.openedTime()));
      }
      if (opening.openedLedger() != null) {
        log.ledgerClosed(opening.openedLedger(), opening.openedTime());
      }
      landings.stream()
          .filter(it -> it.block() == opening.index())
          .forEach(it -> log.workLanded(it.ledgers()));
      before = opening;
    }
    dueAt = openings.getLast().openedTime() + GameRules.BLOCK_INTERVAL_SECONDS;
  }

  synchronized void onLedger(@Observes LedgerClosed event) {
    log.ledgerClosed(event.sequence(), event.closeTime());
    lastLedger = event.sequence();
    if (event.closeTime() >= dueAt && firstDueLedger < 0) {
      firstDueLedger = event.sequence();
    }
  }

  synchronized void onBlock(@Observes BlockOpened event) {
    if (dueAt != Long.MAX_VALUE) {
      log.blockOpened(ledgersLate(dueAt - GameRules.BLOCK_INTERVAL_SECONDS, event.openedAt()));
    }
    dueAt = event.openedAt() + GameRules.BLOCK_INTERVAL_SECONDS;
    firstDueLedger = -1;
  }

  /** Within the settling transaction: were that rolled back, one landing would count twice. */
  synchronized void onSettled(@Observes TransactionSettled event) {
    if (event.request().action() != Action.WORK) {
      return;
    }
    switch (event.outcome()) {
      case Outcome.Landed landed -> landed(event.id(), landed.ledger());
      case Outcome.Failed failed -> landed(event.id(), failed.ledger());
      case Outcome.Refused refused -> {
        if (refused.cause() == Cause.EXPIRED && refused.transaction() != null) {
          log.workLost();
        }
      }
    }
  }

  private void landed(long transaction, long ledger) {
    requests.askedLedger(transaction).ifPresent(asked -> log.workLanded(ledger - asked));
  }

  @Override
  public synchronized NetworkMeasures measures() {
    return log.measures();
  }

  @Override
  public synchronized int ledgersPastDue() {
    return firstDueLedger < 0 ? 0 : (int) Math.min(lastLedger - firstDueLedger + 1, 1_000);
  }

  /** Ledgers between the first that could open the next block and the one that did. */
  private long ledgersLate(long openedAt, long nextOpenedAt) {
    double late = nextOpenedAt - openedAt - GameRules.BLOCK_INTERVAL_SECONDS;
    return (long) Math.max(late / log.measures().ledgerSeconds().mean(), 0);
  }
}
