package org.kalepool.lab.sandbox.rpc;

import org.kalepool.lab.sandbox.transaction.Resources;
import org.kalepool.lab.sandbox.xdr.XdrOut;

/** How large a transaction may become that carries what a simulation says, as real nodes guess. */
final class SimulatedSize {
  /**
   * Everything but the operation and the footprint, at its largest: a muxed source, all
   * preconditions with two signers, a hash for a memo, another muxed source of the operation, and
   * 20 signatures.
   */
  private static final int REST = 1_892;

  private static final int MARGIN = 500;

  private SimulatedSize() {}

  /**
   * @param operation bytes of the operation's body, with its type
   */
  static long of(int operation, Resources declared) {
    XdrOut footprint = new XdrOut();
    declared.writeFootprint(footprint);
    long size = REST + operation + footprint.size() + 4L * declared.archived().size();
    return Math.max(size + MARGIN, (long) (size * 1.1));
  }
}
