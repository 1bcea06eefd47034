package org.kalepool.farmer;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Singleton;
import jakarta.persistence.PersistenceException;
import java.time.Duration;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.kalepool.db.DatabaseFailures;
import org.kalepool.schedule.Sweep;

/** Puts payout wallets into force whose wait is over. */
@Singleton
final class PayoutChangeSweep implements Sweep {
  private static final Logger LOG = Logger.getLogger(PayoutChangeSweep.class);

  private final PayoutChanges changes;

  PayoutChangeSweep(PayoutChanges changes) {
    this.changes = changes;
  }

  @Override
  public String name() {
    return "payout-changes";
  }

  @Override
  public Duration every() {
    return Duration.ofMinutes(1);
  }

  @Override
  public void sweep() {
    changes.due().forEach(this::comesIntoForce);
  }

  private void comesIntoForce(UUID farmer) {
    try {
      QuarkusTransaction.requiringNew().run(() -> changes.comesIntoForce(farmer));
    } catch (PersistenceException e) {
      if (!DatabaseFailures.isUniqueViolation(e, "farmers_payout")) {
        throw e;
      }
      LOG.warnf("farmer %s: another farmer has the payout wallet that was asked for", farmer);
      QuarkusTransaction.requiringNew().run(() -> changes.refused(farmer));
    }
  }
}
