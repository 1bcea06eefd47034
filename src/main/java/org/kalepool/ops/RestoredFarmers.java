package org.kalepool.ops;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.kalepool.db.Db;
import org.kalepool.db.DbException;
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

  private static final String AGREEING =
      """
      select f.id from farmers f
      join lateral (select id, by_whom, from_state from farmer_events where farmer_id = f.id
                    order by id desc limit 1) e on true
      join recoveries v on v.farmer_id = f.id and v.event_id = e.id
      join lateral (select what, difference, at from reconciliations where farmer_id = f.id
                    order by id desc limit 1) r on true
      where f.state = 'SUSPENDED' and e.by_whom = 'restore'
        and e.from_state <> 'SUSPENDED'
        and r.what = 'block' and r.difference = 0 and r.at >= v.at
      order by f.seq
      """;

  private final Db db;
  private final Farmers farmers;

  RestoredFarmers(Db db, Farmers farmers) {
    this.db = db;
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
      List<UUID> agreeing = db.list(AGREEING, row -> row.getObject(1, UUID.class));
      for (UUID farmer : agreeing) {
        if (farmers.resume(farmer, "pool", "books and chain agree after the restore")) {
          LOG.infof("farmer %s goes on after the restore", farmer);
        }
      }
    } catch (DbException e) {
      LOG.debugf("restored farmers are not looked at: %s", e.getMessage());
    }
  }
}
