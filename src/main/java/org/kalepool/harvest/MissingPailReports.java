package org.kalepool.harvest;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.kalepool.block.Blocks;
import org.kalepool.books.PailMissing;
import org.kalepool.schedule.Tasks;
import org.kalepool.stellar.Chain;
import org.kalepool.stellar.RpcException;

/** Looks for the pails that the books miss when they are compared. */
@Singleton
class MissingPailReports {
  private static final Logger LOG = Logger.getLogger(MissingPailReports.class);

  private final HarvestRepository harvests;
  private final MissingPails missingPails;
  private final Chain chain;
  private final Blocks blocks;
  private final Tasks tasks;

  MissingPailReports(
      HarvestRepository harvests,
      MissingPails missingPails,
      Chain chain,
      Blocks blocks,
      Tasks tasks) {
    this.harvests = harvests;
    this.missingPails = missingPails;
    this.chain = chain;
    this.blocks = blocks;
    this.tasks = tasks;
  }

  /** Settling a pail twice is refused by the database, so this may run beside the sweep. */
  void missing(@Observes PailMissing event) {
    String key = "harvest missing " + event.farmer() + " " + event.block();
    tasks.submit(key, () -> look(event.farmer(), event.block()));
  }

  private void look(UUID farmer, long block) {
    try {
      long ttl = chain.terms().minTemporaryTtl();
      blocks
          .current()
          .flatMap(now -> harvests.open(farmer, block, now.index()))
          .ifPresent(pail -> missingPails.resolve(pail, ttl));
    } catch (RpcException e) {
      LOG.warnf(
          "a missing pail is not accounted for, the network cannot be read: %s", e.getMessage());
    }
  }
}
