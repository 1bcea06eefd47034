package org.kalepool.harvest;

import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.kalepool.batch.BatchPlan;
import org.kalepool.batch.Batches;
import org.kalepool.kale.Address;
import org.kalepool.kale.Kale;
import org.kalepool.stellar.Action;

/**
 * Harvests that share a transaction: those that are not urgent, have not failed before and whose
 * farmers can give back what is advanced for them; a vault's are the pool's cost. When one of a
 * farmer's pails is due, all that are of closed blocks go along: several pails of one farmer in one
 * transaction save most. Those that a vault's plant is about to take along are not among them.
 */
@Singleton
final class HarvestsTogether {
  /** After so long a batch that has not landed is taken apart. */
  private static final long PATIENCE_SECONDS = 300;

  private final Batches batches;
  private final HarvestRepository harvests;
  private final Harvesting harvesting;

  HarvestsTogether(Batches batches, HarvestRepository harvests, Harvesting harvesting) {
    this.batches = batches;
    this.harvests = harvests;
    this.harvesting = harvesting;
  }

  /** Whether it may wait for others and share their fate. */
  boolean mayShare(ReadyPail ready, DueRule rule) {
    return batches.possible()
        && ready.reward() != null
        && ready.pail().attempts() == 0
        && !rule.expiresSoon(ready.pail());
  }

  /** Whether vaults are planted, and so harvests can go with their plants. */
  boolean withPlants() {
    return batches.possible();
  }

  /** Pails that are not due, of farmers of whom others are; each may only go along with these. */
  List<OpenPail> along(List<OpenPail> due, DueRule rule) {
    if (!batches.possible()) {
      return List.of();
    }
    Set<UUID> farmers = due.stream().map(OpenPail::farmer).collect(Collectors.toSet());
    Set<Map.Entry<UUID, Long>> known =
        due.stream().map(it -> Map.entry(it.farmer(), it.block())).collect(Collectors.toSet());
    return harvests.worked(farmers, rule, withPlants()).stream()
        .filter(it -> !known.contains(Map.entry(it.farmer(), it.block())))
        .filter(it -> it.attempts() == 0)
        .map(OpenPail::early)
        .toList();
  }

  /**
   * Asks for as many as the free channels carry.
   *
   * @param now the newest ledger's close time, Unix seconds
   * @return those that have to go by themselves; others that are due wait for a channel
   */
  List<ReadyPail> request(List<ReadyPail> pails, long ledger, long now) {
    if (pails.isEmpty()) {
      return List.of();
    }
    Map<UUID, Long> each =
        pails.stream()
            .collect(Collectors.groupingBy(it -> it.pail().farmer(), Collectors.counting()));
    Set<UUID> repaying =
        batches.repaying(each.keySet(), Action.HARVEST, Collections.max(each.values()));
    List<ReadyPail> shared =
        pails.stream()
            .filter(it -> isVaults(it.pail()) || repaying.contains(it.pail().farmer()))
            .sorted(
                Comparator.comparing((ReadyPail it) -> it.pail().farmer())
                    .thenComparingLong(it -> it.pail().block()))
            .toList();
    List<ReadyPail> alone = new ArrayList<>(pails.stream().filter(ReadyPail::due).toList());
    if (shared.size() < BatchPlan.LEAST) {
      return alone;
    }
    // who finds no channel free waits for one
    alone.removeAll(new HashSet<>(shared));
    List<Address> free = batches.freeForOthers(ledger);
    Iterator<Address> channel = free.iterator();
    for (List<ReadyPail> part : BatchPlan.parts(shared, free.size(), batches.size())) {
      Map<OpenPail, Kale> rewards = new HashMap<>();
      part.forEach(it -> rewards.put(it.pail(), it.reward()));
      List<OpenPail> open = part.stream().map(ReadyPail::pail).toList();
      if (!harvesting.request(open, rewards, channel.next(), ledger, now + PATIENCE_SECONDS)) {
        part.stream().filter(ReadyPail::due).forEach(alone::add);
      }
    }
    return alone;
  }

  static boolean isVaults(OpenPail pail) {
    return pail.custodial().isContract();
  }

  /**
   * A channel for a vault's harvest that goes by itself; empty while it has to wait for one.
   *
   * @param wallet that pays where no channel can, if the pool has its key
   */
  Optional<Address> carrier(OpenPail pail, DueRule rule, Optional<Address> wallet) {
    if (!batches.possible()) {
      return wallet;
    }
    List<Address> free =
        rule.expiresSoon(pail) ? batches.free() : batches.freeForOthers(rule.ledger());
    return free.stream().findFirst();
  }
}
