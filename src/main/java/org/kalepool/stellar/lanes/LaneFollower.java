package org.kalepool.stellar.lanes;

import jakarta.enterprise.context.ApplicationScoped;
import org.kalepool.stellar.Cause;
import org.kalepool.stellar.RpcException;

/** Finds out what became of an envelope that may be in the network. */
@ApplicationScoped
class LaneFollower {
  private final TransactionRepository store;
  private final LaneSender sender;
  private final FeeBumps bumps;
  private final Fares fares;
  private final LaneFates fates;
  private final EnvelopeOutcomes outcomes;
  private final Settlement settlement;
  private final Waits waits;

  LaneFollower(
      TransactionRepository store,
      LaneSender sender,
      FeeBumps bumps,
      Fares fares,
      LaneFates fates,
      EnvelopeOutcomes outcomes,
      Settlement settlement,
      Waits waits) {
    this.store = store;
    this.sender = sender;
    this.bumps = bumps;
    this.fares = fares;
    this.fates = fates;
    this.outcomes = outcomes;
    this.settlement = settlement;
    this.waits = waits;
  }

  /**
   * Looks once.
   *
   * @throws RpcException if the node cannot be asked
   */
  void follow(LaneRow row) {
    LaneFates.Known known = fates.of(row);
    if (known.fate() instanceof EnvelopeFates.Open(long ledger)) {
      fares.waits(row, ledger);
      if (!bumps.bump(row)) {
        sender.sendAgain(row, known.replaced());
      }
    } else {
      ended(known.row(), known.fate());
    }
  }

  private void ended(LaneRow row, EnvelopeFates.Fate fate) {
    switch (fate) {
      case EnvelopeFates.Landed(Answer.Landed landed) -> {
        if (landed.unread() != null) {
          store.note(row.id(), LastAnswer.unclear(landed.unread()));
        }
        settlement.settle(row, outcomes.landed(row, landed), landed.items());
      }
      case EnvelopeFates.Failed(Answer.Failed failed) ->
          settlement.settle(row, outcomes.failed(row, failed));
      case EnvelopeFates.Open _ -> throw new IllegalStateException("it has not ended");
      case EnvelopeFates.Gone(long now) -> neverLanded(row, now);
      case EnvelopeFates.Used() ->
          settlement.refuse(
              row,
              Cause.SEQUENCE_TAKEN,
              "its sequence number was used, longer ago than the node remembers: read the chain");
    }
  }

  private void neverLanded(LaneRow row, long now) {
    Long notAfter = row.request().notAfter();
    if (notAfter != null && now >= notAfter) {
      settlement.refuse(row, LaneBuilder.expiry(row), "not in any ledger until " + notAfter);
    } else {
      fares.ended(row);
      store.requeue(row.id(), LastAnswer.expired(row.lastAnswer()), waits.soon());
    }
  }
}
