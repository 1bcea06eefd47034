package org.kalepool.stellar.lanes;

import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Xlm;
import org.kalepool.stellar.xdr.Envelope;
import org.kalepool.stellar.xdr.SorobanData;

/** What an envelope cost that is in a ledger. */
final class Charges {
  private static final Logger LOG = Logger.getLogger(Charges.class);

  private Charges() {}

  /**
   * What was charged; where no answer tells, all that was bid. The chain then has more XLM than the
   * books, never less, and the next reconciliation books what is over.
   */
  static Xlm fee(LaneRow.Built built, @Nullable Xlm told) {
    Xlm bid = Xlm.ofStroops(Envelope.read(built.envelope()).fee());
    if (told != null && !told.isNegative() && told.compareTo(bid) <= 0) {
      return told;
    }
    LOG.warnf(
        "the node does not tell what %s cost (%s); booked is its whole bid, %s XLM",
        built.hash(), told == null ? "no fee" : told + " XLM is more than it may", bid);
    return bid;
  }

  /**
   * What the ledger charged an operation of it for its place: what was taken at first, less what
   * the resources cost; null where that was not told.
   *
   * @return stroops
   */
  static @Nullable Long inclusion(LaneRow.Built built, @Nullable Xlm taken) {
    if (taken == null) {
      return null;
    }
    Envelope.Content content = Envelope.read(built.envelope());
    SorobanData data = content.data();
    long inclusion = taken.stroops() - (data == null ? 0 : data.resourceFee());
    return inclusion < 0 ? null : inclusion / Math.max(1, content.feeOperations());
  }
}
