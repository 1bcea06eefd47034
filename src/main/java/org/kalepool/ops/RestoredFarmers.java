package org.kalepool.ops;

import jakarta.inject.Singleton;
import jakarta.persistence.PersistenceException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.kalepool.farmer.Farmers;
import org.kalepool.schedule.Sweep;

/**
 * Lets those go on whom a restored backup holds back, once what was done since is booked and the
 * comparison after a block has found that their books and the chain agree. Where they differ still,
 * the farmer waits for an operator.
 */
@Singleton
final class RestoredFarmers implements Sweep {
  private static final Logger LOG = Logger.getLogger(RestoredFarmers.class);

  private final Reports reports;
  private final Farmers farmers;

  RestoredFarmers(Reports reports, Farmers farmers) {
    this.reports = reports;
    this.farmers = farmers;
  }

  @Override
  public String name() {
    return "restored";
  }

  @Override
  public Duration every() {
    return Duration.ofSeconds(30);
  }

  @Override
  public void sweep() {
    try {
      List<UUID> agreeing = reports.agreeing();
      for (UUID farmer : agreeing) {
        if (farmers.resume(farmer, "pool", "books and chain agree after the restore")) {
          LOG.infof("farmer %s goes on after the restore", farmer);
        }
      }
    } catch (PersistenceException e) {
      LOG.debugf("restored farmers are not looked at: %s", e.getMessage());
    }
  }
}
