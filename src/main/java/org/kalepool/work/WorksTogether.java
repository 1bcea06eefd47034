package org.kalepool.work;

import jakarta.inject.Singleton;
import java.util.ArrayList;
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
 * is advanced. A vault's works have no other way than channels, together or by themselves; in a
 * block's last ledgers they are spread over all that are free.
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

  /** Works for one transaction, on a channel that is free: one goes without the contract. */
  record Part(Address channel, List<DueWork> works) {}

  /**
   * What is in none of them goes by itself, where it is an account's; a vault's waits for a
   * channel, if there are any.
   */
  List<Part> parts(List<DueWork> works, Current current) {
    if (!batches.possible()) {
      return List.of();
    }
    List<DueWork> idle = works.stream().filter(work -> work.farmer().flyingZeros() < 0).toList();
    List<DueWork> vaults = idle.stream().filter(WorksTogether::isVaults).toList();
    boolean together = together(works.size(), current);
    if (!together && vaults.isEmpty()) {
      return List.of();
    }
    List<UUID> farmers = idle.stream().map(work -> work.farmer().farmer()).toList();
    Set<UUID> failed = batches.failed(farmers, current.index(), Action.WORK);
    List<DueWork> fresh = without(vaults, failed);
    List<Address> free = batches.free();
    List<List<DueWork>> parts = new ArrayList<>();
    if (together) {
      List<DueWork> fit = new ArrayList<>(without(repaying(idle), failed));
      fit.addAll(fresh);
      parts.addAll(
          fit.size() < BatchPlan.LEAST
              ? BatchPlan.spread(fresh, free.size())
              : BatchPlan.parts(fit, free.size(), batches.size()));
    } else {
      parts.addAll(BatchPlan.spread(fresh, free.size()));
    }
    vaults.stream().filter(work -> !fresh.contains(work)).forEach(it -> parts.add(List.of(it)));
    return carried(parts, free, vaults, current);
  }

  private List<Part> carried(
      List<List<DueWork>> all, List<Address> free, List<DueWork> vaults, Current current) {
    List<Part> parts = new ArrayList<>();
    long carried = 0;
    for (int i = 0; i < Math.min(all.size(), free.size()); i++) {
      Part part = new Part(free.get(i), all.get(i));
      parts.add(part);
      carried += part.works().stream().filter(WorksTogether::isVaults).count();
    }
    if (carried < vaults.size()) {
      batches.waiting(current.ledger());
    }
    return parts;
  }

  static boolean isVaults(DueWork work) {
    return work.farmer().custodial().isContract();
  }

  private static List<DueWork> without(List<DueWork> works, Set<UUID> farmers) {
    return works.stream().filter(work -> !farmers.contains(work.farmer().farmer())).toList();
  }

  /** Those whose farmers have accounts and can give back what is advanced. */
  private List<DueWork> repaying(List<DueWork> works) {
    List<DueWork> own = works.stream().filter(work -> !isVaults(work)).toList();
    if (own.isEmpty()) {
      return List.of();
    }
    try {
      List<UUID> farmers = own.stream().map(work -> work.farmer().farmer()).toList();
      Set<UUID> repaying = batches.repaying(farmers, Action.WORK, 1);
      return own.stream().filter(work -> repaying.contains(work.farmer().farmer())).toList();
    } catch (RpcException e) {
      LOG.debugf("works go by themselves, fees cannot be read: %s", e.getMessage());
      return List.of();
    }
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
