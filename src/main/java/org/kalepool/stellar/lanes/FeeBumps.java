package org.kalepool.stellar.lanes;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.kalepool.leader.Leader;
import org.kalepool.stellar.NetworkStatus;
import org.kalepool.stellar.RpcException;

/**
 * Replaces what waits in the network near the end of its time by a fee bump of the same
 * transaction, which nodes take for ten times the bid. It is stored before it is sent; whichever of
 * the two lands, the other never can.
 */
@ApplicationScoped
class FeeBumps {
  private static final Logger LOG = Logger.getLogger(FeeBumps.class);

  /** Ledgers that one is given to land in before it is bumped. */
  static final int PATIENCE = 2;

  private final EnvelopeMaker maker;
  private final TransactionRepository store;
  private final OpenTransactionRepository open;
  private final LaneSender sender;
  private final Leader leader;
  private final NetworkStatus status;
  private final MeterRegistry metrics;

  FeeBumps(
      EnvelopeMaker maker,
      TransactionRepository store,
      OpenTransactionRepository open,
      LaneSender sender,
      Leader leader,
      NetworkStatus status,
      MeterRegistry metrics) {
    this.maker = maker;
    this.store = store;
    this.open = open;
    this.sender = sender;
    this.leader = leader;
    this.status = status;
    this.metrics = metrics;
  }

  /**
   * Bumps one that may be in the network, if it is time.
   *
   * @return false, having done nothing, if not
   * @throws RpcException if the node cannot be asked
   */
  boolean bump(LaneRow row) {
    LaneRow.Built waiting = row.envelope();
    Long sent = waiting.sentLedger();
    if (sent == null || status.view().ledger() - sent < PATIENCE) {
      return false;
    }
    Optional<EnvelopeMaker.Ready> bump = maker.bump(row.request(), waiting);
    if (bump.isEmpty() || !stored(row, bump.get())) {
      return false;
    }
    LOG.debugf(
        "%s of %s is bumped to %d",
        row.request().action(), row.lane(), bump.get().bid().inclusion());
    metrics.counter("kale.transactions.bumps", "action", row.request().action().name()).increment();
    open.open(row.id()).ifPresent(sender::sendBump);
    return true;
  }

  /** From here on it may be in the network, whatever happens to this process. */
  private boolean stored(LaneRow row, EnvelopeMaker.Ready bump) {
    return QuarkusTransaction.requiringNew()
        .call(
            () -> {
              leader.hold();
              return store.bumped(row.id(), row.envelope().hash(), bump);
            });
  }
}
