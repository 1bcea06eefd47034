package org.kalepool.work;

import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.kalepool.batch.BatchPlan;
import org.kalepool.batch.BatchSettings;
import org.kalepool.batch.Batches;
import org.kalepool.block.Blocks.Current;
import org.kalepool.kale.Address;
import org.kalepool.kale.GameRules;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.RpcException;
import org.kalepool.work.plan.NetworkMeasures;

/**
 * Which works share a transaction: none in a block's last ledgers as long as these have room, none
 * of a farmer one of whose works has come to nothing in this block, or who could not give back what
 * is advanced.
 */
@Singleton
final class WorksTogether {
  private static final Logger LOG = Logger.getLogger(WorksTogether.class);

  private final Batches batches;
  private final BatchSettings settings;
  private final NetworkPace pace;

  WorksTogether(Batches batches, BatchSettings settings, NetworkPace pace) {
    this.batches = batches;
    this.settings = settings;
    this.pace = pace;
  }

  /** Works for one transaction, on a channel that is free. */
  record Part(Address channel, List<DueWork> works) {}

  /** What is in none of them goes by itself. */
  List<Part> parts(List<DueWork> works, Current current) {
    if (!batches.possible() || !together(works.size(), current)) {
      return List.of();
    }
    List<UUID> farmers = works.stream().map(work -> work.farmer().farmer()).toList();
    Set<UUID> repaying;
    try {
      repaying = batches.repaying(farmers, Action.WORK, 1);
    } catch (RpcException e) {
      LOG.debugf("works go by themselves, fees cannot be read: %s", e.getMessage());
      return List.of();
    }
    Set<UUID> failed = batches.failed(farmers, current.index(), Action.WORK);
    List<DueWork> fit =
        works.stream()
            .filter(work -> work.farmer().flyingZeros() < 0)
            .filter(work -> repaying.contains(work.farmer().farmer()))
            .filter(work -> !failed.contains(work.farmer().farmer()))
            .toList();
    List<Address> free = batches.free();
    Iterator<Address> channel = free.iterator();
    List<Part> parts = new ArrayList<>();
    for (List<DueWork> part : BatchPlan.parts(fit, free.size(), batches.size())) {
      parts.add(new Part(channel.next(), part));
    }
    return parts;
  }

  private boolean together(int works, Current current) {
    NetworkMeasures network = pace.measures();
    long due = current.openedAt() + GameRules.BLOCK_INTERVAL_SECONDS;
    return BatchPlan.worksTogether(
        works,
        due - current.closeTime(),
        settings.singleWorks(),
        network.worksPerLedger(),
        network.ledgerSeconds().mean());
  }
}
