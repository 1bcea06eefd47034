package org.kalepool.machine;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;
import org.kalepool.block.Blocks.Current;
import org.kalepool.block.NetworkNow;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.machine.OwnFlight.OwnWork;
import org.kalepool.machine.WorkOutbox.Flight;
import org.kalepool.work.DueWork;
import org.kalepool.work.Find;
import org.kalepool.work.PlantedFarmer;
import org.kalepool.work.WorkSender;

/**
 * The works of the running block that wait for a channel of the machine's own, and when one is not
 * waited for any longer: then the backend gets it. What may still land by a channel is not handed
 * over, unless the block's end forces it. Of a farmer's only the best waits. Thread-safe.
 */
final class OwnWorks implements WorkSender {
  private static final Logger LOG = Logger.getLogger(OwnWorks.class);

  /** Ledgers before the block is due from which nothing waits for a channel that is not free. */
  private static final int LAST_LEDGERS = 3;

  /** What is in the network for so many ledgers, then, may not land at all. */
  private static final int OVERDUE_LEDGERS = 2;

  /** The longest that a work waits for a channel: the time of twelve ledgers. */
  private static final Duration PATIENCE = Duration.ofSeconds(66);

  private final WorkOutbox backend;
  private final ChannelBook book;
  private final Landed landed;
  private final Clock clock;
  private final Map<UUID, Waiting> waiting = new LinkedHashMap<>();
  private final Set<Hash> forced = new HashSet<>();
  private final AtomicLong handedOver = new AtomicLong();
  private long block = -1;

  /** Zeros of the work that the chain has of a farmer, −1 for none. */
  interface Landed {
    long zeros(long block, UUID farmer);
  }

  /**
   * A work for a channel.
   *
   * @param attempts envelopes that there were for it
   */
  record Waiting(OwnWork work, Instant since, int attempts) {
    Waiting again() {
      return new Waiting(work, since, attempts + 1);
    }

    int zeros() {
      return work.find().zeros();
    }
  }

  OwnWorks(WorkOutbox backend, ChannelBook book, Landed landed, Clock clock) {
    this.backend = backend;
    this.book = book;
    this.landed = landed;
    this.clock = clock;
  }

  @Override
  public Address lane(PlantedFarmer farmer) {
    return farmer.custodial();
  }

  @Override
  public void expect(Map<Address, Instant> lanes) {
    // channels carry nothing but works
  }

  @Override
  public synchronized void send(List<DueWork> works, Current current) {
    open(current.index());
    for (DueWork due : works) {
      PlantedFarmer farmer = due.farmer();
      OwnWork work = new OwnWork(farmer.farmer(), farmer.custodial(), due.find(), current.ledger());
      put(new Waiting(work, clock.instant(), 0));
    }
  }

  private void put(Waiting one) {
    waiting.merge(
        one.work().farmer(), one, (before, now) -> now.zeros() > before.zeros() ? now : before);
  }

  /** What was for a block before this one is of no use any more. */
  synchronized void open(long index) {
    if (index > block) {
      block = index;
      waiting.clear();
      forced.clear();
    }
  }

  /** Works for so many channels, those first of whose farmers the chain has no work yet. */
  synchronized List<Waiting> next(long index, int channels) {
    if (index != block) {
      return List.of();
    }
    waiting.values().removeIf(this::isSuperfluous);
    Set<UUID> flying = new HashSet<>();
    book.open().stream()
        .filter(it -> it.block() == index)
        .map(OwnFlight::work)
        .forEach(
            it -> {
              if (it != null) {
                flying.add(it.farmer());
              }
            });
    return waiting.values().stream()
        .filter(it -> !flying.contains(it.work().farmer()))
        .sorted((one, other) -> Boolean.compare(hasLanded(one.work()), hasLanded(other.work())))
        .limit(channels)
        .toList();
  }

  private boolean hasLanded(OwnWork work) {
    return landed.zeros(block, work.farmer()) >= 0;
  }

  private boolean isSuperfluous(Waiting one) {
    return landed.zeros(block, one.work().farmer()) >= one.zeros();
  }

  /** It is stored to be sent, or is not to be sent by a channel: it waits no more. */
  synchronized void taken(long index, Waiting one) {
    if (index == block) {
      waiting.remove(one.work().farmer(), one);
    }
  }

  /** It could not be sent, and waits for another try. */
  synchronized void again(long index, Waiting one) {
    if (index == block) {
      put(one.again());
    }
  }

  /** A channel has not brought this work into a ledger, and cannot any more: the backend may. */
  void handOver(OwnWork work, Current current, String why) {
    if (landed.zeros(current.index(), work.farmer()) >= work.find().zeros()) {
      return;
    }
    handedOver.incrementAndGet();
    LOG.infof(
        "a work of %d zeros of farmer %s goes to the backend: %s",
        work.find().zeros(), work.farmer(), why);
    backend.give(work.farmer(), work.find(), current);
  }

  /**
   * Hands over what must not wait any longer.
   *
   * @param channels whether there is one, free or soon to be
   */
  void handOverLate(Current current, boolean channels, double ledgerSeconds) {
    long left = NetworkNow.left(clock, current);
    boolean last = left <= LAST_LEDGERS * ledgerSeconds;
    for (Waiting late : late(current.index(), last || !channels)) {
      handOver(
          late.work(),
          current,
          !channels ? "there is no channel" : last ? "the block is about to end" : "it waits");
    }
    if (last) {
      for (OwnWork work : overdue(current)) {
        handOver(work, current, "it is in no ledger yet, and the block is about to end");
      }
    }
  }

  private synchronized List<Waiting> late(long index, boolean all) {
    List<Waiting> late = new ArrayList<>();
    if (index != block) {
      return late;
    }
    Instant longAgo = clock.instant().minus(PATIENCE);
    Iterator<Waiting> each = waiting.values().iterator();
    while (each.hasNext()) {
      Waiting one = each.next();
      if (all || one.since().isBefore(longAgo)) {
        late.add(one);
        each.remove();
      }
    }
    return late;
  }

  /**
   * A second fee is less than a stake: for whoever has nothing on the chain both ways are taken.
   */
  private synchronized List<OwnWork> overdue(Current current) {
    List<OwnWork> overdue = new ArrayList<>();
    for (OwnFlight flight : book.open()) {
      OwnWork work = flight.work();
      if (work != null
          && flight.block() == current.index()
          && current.ledger() >= flight.envelope().ledger() + OVERDUE_LEDGERS
          && !hasLanded(work)
          && forced.add(flight.envelope().first().hash())) {
        overdue.add(work);
      }
    }
    return overdue;
  }

  /** What of this machine's may still land for a farmer, or waits for a channel. */
  synchronized Flight flight(long index, UUID farmer, int landedZeros) {
    Flight best = Flight.NONE;
    for (OwnFlight flight : book.open()) {
      OwnWork work = flight.work();
      if (work != null && flight.isFor(index, farmer)) {
        best = best.or(new Flight(work.find().zeros(), work.ledger()));
      }
    }
    Waiting next = index == block ? waiting.get(farmer) : null;
    if (next != null) {
      best = best.or(new Flight(next.zeros(), next.work().ledger()));
    }
    return best.zeros() > landedZeros ? best : Flight.NONE;
  }

  /** Whether anything of this block is to be looked for in the ledgers. */
  boolean anyFlying(long index) {
    return book.open().stream().anyMatch(it -> it.block() == index && it.work() != null);
  }

  /** Whether a work has landed, or may land, by a channel. */
  boolean isOwn(long index, Find find) {
    return book.isOwn(index, find.hash());
  }

  /** Works that the backend got instead, since the start. */
  long handedOver() {
    return handedOver.get();
  }
}
