package org.kalepool.work;

import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import org.kalepool.block.BlockOpened;
import org.kalepool.block.EarlyOpening;
import org.kalepool.block.KnownBlocks;
import org.kalepool.block.KnownBlocks.Opening;
import org.kalepool.block.LedgerClosed;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.Cause;
import org.kalepool.stellar.DeedsSettled;
import org.kalepool.stellar.Outcome;
import org.kalepool.stellar.TransactionSettled;
import org.kalepool.work.WorkRequestRepository.Landing;
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
  private final SeenPace pace;

  Measurements(
      KnownBlocks blocks,
      WorkRequestRepository requests,
      EarlyOpening opening,
      WorkSettings settings) {
    this.blocks = blocks;
    this.requests = requests;
    this.pace = new SeenPace(opening::expected);
    pace.carries(settings.perLedger());
  }

  /** Before the sweeps start. */
  void restore(@Observes @Priority(4000) StartupEvent event) {
    List<Opening> openings = blocks.openings(BLOCKS_REMEMBERED);
    if (!openings.isEmpty()) {
      replay(openings);
    }
  }

  private void replay(List<Opening> openings) {
    List<Landing> landings = requests.landings(openings.getFirst().index());
    Opening before = null;
    for (Opening opening : openings) {
      if (before != null && before.index() + 1 == opening.index()) {
        pace.blockFollowed(before.openedTime(), opening.openedTime());
      }
      if (opening.openedLedger() != null) {
        pace.ledgerOfOld(opening.openedLedger(), opening.openedTime());
      }
      landings.stream()
          .filter(it -> it.block() == opening.index())
          .forEach(it -> pace.workLanded(it.ledgers()));
      before = opening;
    }
    pace.runs(openings.getLast().openedTime());
  }

  void onLedger(@Observes LedgerClosed event) {
    pace.ledgerClosed(event.sequence(), event.closeTime());
  }

  void onBlock(@Observes BlockOpened event) {
    pace.blockOpened(event.openedAt());
  }

  /** Within the settling transaction: were that rolled back, one landing would count twice. */
  void onSettled(@Observes DeedsSettled event) {
    List<Outcome> works =
        event.each().stream()
            .filter(each -> each.request().action() == Action.WORK)
            .map(TransactionSettled::outcome)
            .toList();
    if (!works.isEmpty()) {
      Optional<Long> asked = requests.askedLedger(event.each().getFirst().id());
      works.forEach(end -> ended(end, asked));
    }
  }

  private void ended(Outcome end, Optional<Long> asked) {
    switch (end) {
      case Outcome.Landed landed -> asked.ifPresent(it -> pace.workLanded(it, landed.ledger()));
      case Outcome.Failed failed -> asked.ifPresent(it -> pace.workLanded(it, failed.ledger()));
      case Outcome.Refused refused -> {
        if (refused.cause() == Cause.EXPIRED && refused.transaction() != null) {
          pace.workLost();
        }
      }
    }
  }

  @Override
  public NetworkMeasures measures() {
    return pace.measures();
  }

  @Override
  public int ledgersPastDue() {
    return pace.ledgersPastDue();
  }
}
