package org.kalepool.stellar.lanes;

import jakarta.inject.Singleton;
import java.util.List;
import org.kalepool.stellar.RpcException;

/** What became of a lane's transaction: of its envelope, or of one that this has replaced. */
@Singleton
final class LaneFates {
  private final EnvelopeFates fates;
  private final TransactionEnvelopeRepository envelopes;

  LaneFates(EnvelopeFates fates, TransactionEnvelopeRepository envelopes) {
    this.fates = fates;
    this.envelopes = envelopes;
  }

  /**
   * What is known now.
   *
   * @param row with the envelope that this is the fate of
   * @param replaced the older ones that may still land in its place, if it has not ended
   */
  record Known(LaneRow row, EnvelopeFates.Fate fate, List<LaneRow.Built> replaced) {}

  /**
   * Looks once. Where a fee bump has not landed, one that it replaced may have.
   *
   * @throws RpcException if the node cannot be asked
   */
  Known of(LaneRow row) {
    EnvelopeFates.Fate fate = fates.of(row.lane(), row.request().call(), row.envelope());
    if (isInALedger(fate)) {
      return new Known(row, fate, List.of());
    }
    List<LaneRow.Built> replaced = envelopes.replaced(row);
    for (LaneRow.Built older : replaced) {
      EnvelopeFates.Fate one = fates.ofReplaced(row.lane(), row.request().call(), older);
      if (isInALedger(one)) {
        return new Known(row.with(older), one, replaced);
      }
      if (!(one instanceof EnvelopeFates.Gone) && !(fate instanceof EnvelopeFates.Used)) {
        fate = one;
      }
    }
    return new Known(row, fate, replaced);
  }

  private static boolean isInALedger(EnvelopeFates.Fate fate) {
    return fate instanceof EnvelopeFates.Landed || fate instanceof EnvelopeFates.Failed;
  }
}
