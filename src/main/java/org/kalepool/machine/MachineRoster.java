package org.kalepool.machine;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.kalepool.block.Turn;
import org.kalepool.kale.Address;
import org.kalepool.kale.Pail;
import org.kalepool.machine.MachinePage.PlantedPail;
import org.kalepool.machine.MachinePage.SentFind;
import org.kalepool.machine.PoolerMessages.PlantAnswer;
import org.kalepool.machine.PoolerMessages.PlantedOne;
import org.kalepool.machine.WorkOutbox.Flight;
import org.kalepool.stellar.Chain;
import org.kalepool.stellar.Chain.StoredPail;
import org.kalepool.work.PlantedFarmer;
import org.kalepool.work.StandaloneEngine;

/**
 * Who is planted in the running block and how far each farmer's work is: by the backend's answers,
 * and by the pails themselves, which the machine reads from its own node. What counts is the pail.
 * Thread-safe.
 */
final class MachineRoster {
  private static final Logger LOG = Logger.getLogger(MachineRoster.class);

  /** Ledgers between two looks at the pails when nothing is known to be on its way. */
  private static final long LOOK_EVERY = 6;

  private final UUID pooler;
  private final Chain chain;
  private final MachineBook book;
  private final WorkOutbox outbox;
  private final Optional<OwnWorks> own;
  private final StandaloneEngine engine;
  private final Map<UUID, Pail> pails = new HashMap<>();
  private final Map<UUID, Integer> told = new HashMap<>();
  private final Set<Long> resumed = new HashSet<>();
  private long block = -1;
  private long readAt = -1;

  MachineRoster(
      UUID pooler,
      Chain chain,
      MachineBook book,
      WorkOutbox outbox,
      Optional<OwnWorks> own,
      StandaloneEngine engine) {
    this.pooler = pooler;
    this.chain = chain;
    this.book = book;
    this.outbox = outbox;
    this.own = own;
    this.engine = engine;
  }

  /** What was known of a block before this one is of no use any more. */
  synchronized void open(long index) {
    if (index <= block) {
      return;
    }
    block = index;
    pails.clear();
    told.clear();
    readAt = -1;
    outbox.open(index);
    if (resumed.add(index)) {
      for (PlantedPail farmer : book.farmers(index)) {
        book.sent(index, farmer.farmer()).stream()
            .filter(work -> own.filter(it -> it.isOwn(index, work.find())).isEmpty())
            .forEach(work -> outbox.flies(index, farmer.farmer(), work));
      }
    }
    resumed.removeIf(it -> it < index);
  }

  /** Takes the backend's answer; of a block that does not run yet its plants are noted. */
  synchronized void answered(long index, PlantAnswer answer) {
    List<PlantedOne> planted =
        answer.plantedFarmers() == null ? List.of() : answer.plantedFarmers();
    book.planted(index, planted.stream().map(MachineRoster::pail).toList());
    if (index == block) {
      for (PlantedOne one : planted) {
        Integer zeros = one.zeros();
        if (zeros != null) {
          told.merge(one.farmerId(), zeros, Math::max);
        }
      }
    }
  }

  private static PlantedPail pail(PlantedOne one) {
    return new PlantedPail(
        one.farmerId(),
        one.order(),
        Address.of(one.custodialWallet()),
        one.stakeAmount(),
        one.plantedLedger());
  }

  /**
   * Reads the pails, if it may be that one has changed.
   *
   * @param away whether the backend cannot tell who is planted: then those of the block before are
   *     looked for, too
   */
  void read(long index, long ledger, boolean away) {
    List<PlantedPail> known = book.farmers(index);
    List<PlantedPail> before = away ? book.farmers(index - 1) : List.of();
    synchronized (this) {
      boolean flying = outbox.anyFlying(index) || own.filter(it -> it.anyFlying(index)).isPresent();
      boolean soon = flying || !before.isEmpty();
      if (index != block || ledger < readAt + (soon || readAt < 0 ? 1 : LOOK_EVERY)) {
        return;
      }
    }
    List<Address> all =
        Stream.concat(known.stream(), before.stream())
            .map(PlantedPail::custodial)
            .distinct()
            .toList();
    if (all.isEmpty()) {
      return;
    }
    Map<Address, StoredPail> found = chain.pails(all, index);
    take(index, ledger, known, found);
    adopt(index, before, known, found);
  }

  private synchronized void take(
      long index, long ledger, List<PlantedPail> known, Map<Address, StoredPail> found) {
    if (index != block) {
      return;
    }
    readAt = ledger;
    for (PlantedPail farmer : known) {
      StoredPail stored = found.get(farmer.custodial());
      if (stored != null) {
        pails.put(farmer.farmer(), stored.pail());
        landed(index, farmer, stored.pail());
      }
    }
  }

  private void landed(long index, PlantedPail farmer, Pail pail) {
    Long zeros = pail.zeros();
    Long gap = pail.gap();
    if (zeros == null || gap == null) {
      return;
    }
    SentFind work = outbox.landed(index, farmer.farmer(), zeros);
    if (work != null) {
      engine.workLanded(pail.sequence() + gap - work.ledger());
    }
  }

  /** Farmers of the block before who are planted again, as their pails say. */
  private void adopt(
      long index,
      List<PlantedPail> before,
      List<PlantedPail> known,
      Map<Address, StoredPail> found) {
    Set<UUID> ids = new HashSet<>(known.stream().map(PlantedPail::farmer).toList());
    List<PlantedPail> adopted = new ArrayList<>();
    for (PlantedPail farmer : before) {
      StoredPail stored = found.get(farmer.custodial());
      if (stored != null && !ids.contains(farmer.farmer())) {
        adopted.add(
            new PlantedPail(
                farmer.farmer(),
                farmer.order(),
                farmer.custodial(),
                stored.pail().stake().longValueExact(),
                stored.pail().sequence()));
      }
    }
    if (!adopted.isEmpty()) {
      LOG.infof(
          "the backend is away; %d farmers are planted in block %d as the chain has it",
          adopted.size(), index);
      book.planted(index, adopted);
    }
  }

  /** The farmers of the running block in the order of their turns, as the engine wants them. */
  synchronized List<PlantedFarmer> farmers(long index, long ledger) {
    return book.farmers(index).stream()
        .sorted(Comparator.comparingLong(farmer -> Turn.of(index, farmer.order())))
        .map(farmer -> farmer(index, ledger, farmer))
        .toList();
  }

  private PlantedFarmer farmer(long index, long ledger, PlantedPail farmer) {
    UUID id = farmer.farmer();
    Pail pail = index == block ? pails.get(id) : null;
    Long gap = pail == null ? null : pail.gap();
    int landed = zeros(index, id);
    Flight flight =
        own.map(it -> it.flight(index, id, landed))
            .orElse(Flight.NONE)
            .or(outbox.flight(index, id, landed, ledger));
    return new PlantedFarmer(
        id,
        pooler,
        farmer.order(),
        farmer.custodial(),
        farmer.stake(),
        farmer.ledger(),
        landed,
        gap == null ? 0 : gap,
        flight.zeros(),
        flight.since(),
        (int) book.sent(index, id).stream().map(SentFind::find).distinct().count(),
        false,
        false);
  }

  /** Zeros of the work that the chain has, −1 for none. */
  synchronized int zeros(long index, UUID farmer) {
    if (index != block) {
      return -1;
    }
    Pail pail = pails.get(farmer);
    Long zeros = pail == null ? null : pail.zeros();
    return Math.max(zeros == null ? -1 : zeros.intValue(), told.getOrDefault(farmer, -1));
  }

  /** A work is in a ledger, though its pail has not been read since. */
  synchronized void landed(long index, UUID farmer, int zeros) {
    if (index == block) {
      told.merge(farmer, zeros, Math::max);
    }
  }

  /** The block that is worked in, −1 before the first. */
  synchronized long block() {
    return block;
  }

  /** The pails of the running block as they were last read. */
  synchronized Collection<Pail> pails() {
    return List.copyOf(pails.values());
  }

  /** All that was read of the running block, to be held against what is left when it is over. */
  synchronized Map<UUID, Pail> lastRead() {
    return Map.copyOf(pails);
  }
}
