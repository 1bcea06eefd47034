package org.kalepool.exit;

import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import java.time.Duration;
import org.kalepool.block.LedgerClosed;
import org.kalepool.schedule.Sweep;
import org.kalepool.schedule.Tasks;
import org.kalepool.stellar.TransactionSettled;

/**
 * Looks after farmers that wait for the pool: while there is one, every ledger and every
 * transaction that is over is worth a look.
 */
abstract class WaitingSweep implements Sweep {
  private final String name;
  private final Tasks tasks;

  private volatile boolean somebodyWaits = true;

  WaitingSweep(String name, Tasks tasks) {
    this.name = name;
    this.tasks = tasks;
  }

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final Duration every() {
    return Duration.ofSeconds(30);
  }

  /** Has the sweep run soon. */
  final void look() {
    somebodyWaits = true;
    tasks.submit(name, this::sweep);
  }

  /** Looks, if the last run left somebody waiting. */
  final void lookIfWaiting() {
    if (somebodyWaits) {
      look();
    }
  }

  /** What this run has found. */
  final void leaves(boolean waiting) {
    somebodyWaits = waiting;
  }

  /** Whether a transaction that is over may be what somebody waits for. */
  boolean concerns(TransactionSettled event) {
    return true;
  }

  void onLedger(@Observes LedgerClosed event) {
    lookIfWaiting();
  }

  /** A transaction that has ended may have been the last one open. */
  void onSettled(@Observes(during = TransactionPhase.AFTER_SUCCESS) TransactionSettled event) {
    if (concerns(event)) {
      lookIfWaiting();
    }
  }
}
