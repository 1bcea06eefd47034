package org.kalepool.work;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.kalepool.block.BlockOpened;
import org.kalepool.block.Blocks;
import org.kalepool.block.Blocks.Current;
import org.kalepool.block.LedgerClosed;
import org.kalepool.kale.Block;
import org.kalepool.plant.FarmerPlanted;
import org.kalepool.plant.PlantingFinished;
import org.kalepool.pooler.Poolers;
import org.kalepool.schedule.Sweep;
import org.kalepool.schedule.Tasks;
import org.kalepool.stellar.RpcException;
import org.kalepool.stellar.TransactionSettled;

/**
 * The work engine's one loop: takes in whoever is planted in the running block, keeps the best
 * finds, sends what is due, ends the work of closed blocks. It runs on every event that may change
 * one of these, and otherwise looks once a second whether something has become due.
 */
@Singleton
final class WorkSweep implements Sweep {
  private static final Logger LOG = Logger.getLogger(WorkSweep.class);
  private static final String NAME = "work";
  private static final Duration LONGEST_REST = Duration.ofSeconds(5);

  private final Blocks blocks;
  private final Poolers poolers;
  private final WorkEngine engine;
  private final BestNonceRepository nonces;
  private final RemoteWorks remote;
  private final WorkReading reading;
  private final Tasks tasks;
  private final Clock clock;
  private final Looks looks;
  private volatile Instant lastLook = Instant.EPOCH;
  private volatile @Nullable Instant nextSend;
  private volatile long endedBefore = -1;
  private @Nullable UUID own;

  WorkSweep(
      Blocks blocks,
      Poolers poolers,
      WorkEngine engine,
      BestNonceRepository nonces,
      RemoteWorks remote,
      WorkReading reading,
      Tasks tasks,
      Clock clock) {
    this.blocks = blocks;
    this.poolers = poolers;
    this.engine = engine;
    this.nonces = nonces;
    this.remote = remote;
    this.reading = reading;
    this.tasks = tasks;
    this.clock = clock;
    this.looks = new Looks(clock, 4);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Duration every() {
    return Duration.ofSeconds(1);
  }

  void onStart(@Observes StartupEvent event) {
    engine.onRareFind(() -> tasks.submit("work finds", engine::keepFinds));
  }

  /** On the monitor's thread: the old search must not go on for a moment. */
  void onBlock(@Observes BlockOpened event) {
    engine.abandonBefore(event.index());
    reading.changed();
    look();
  }

  void onLedger(@Observes LedgerClosed event) {
    look();
  }

  void onPlanted(@Observes(during = TransactionPhase.AFTER_SUCCESS) FarmerPlanted event) {
    reading.changed();
    lookSoon();
  }

  void onPlanting(@Observes(during = TransactionPhase.AFTER_SUCCESS) PlantingFinished event) {
    reading.changed();
    look();
  }

  void onSettled(@Observes(during = TransactionPhase.AFTER_SUCCESS) TransactionSettled event) {
    switch (event.request().action()) {
      case WORK -> {
        reading.changed();
        lookSoon();
      }
      // what holds up the end of a block's work
      case PLANT -> reading.changed();
      default -> {
        // nothing of the work's
      }
    }
  }

  /** Another pooler's works are stored. */
  void offered() {
    look();
  }

  /** One of many: if not now, then with the next ledger, or when it has been rested. */
  private void lookSoon() {
    if (looks.soon()) {
      tasks.submit(NAME, this::sweep);
    }
  }

  private void look() {
    looks.atOnce();
    tasks.submit(NAME, this::sweep);
  }

  @Override
  public void sweep() {
    Optional<Current> current = blocks.current();
    Instant now = clock.instant();
    Instant due = nextSend;
    boolean something =
        looks.take()
            || (due != null && !now.isBefore(due))
            || !now.isBefore(lastLook.plus(LONGEST_REST));
    if (current.isEmpty() || !something) {
      return;
    }
    lastLook = now;
    looks.look(() -> work(reading.asOfNow(current.get())));
  }

  private void work(Current current) {
    try {
      reading.refresh(current.index());
      farm(current);
      endClosed(current);
    } catch (RpcException e) {
      reading.changed();
      LOG.debugf("the node cannot be asked, the next sweep does: %s", e.getMessage());
    } catch (RuntimeException e) {
      reading.changed();
      throw e;
    }
  }

  private void farm(Current current) {
    Block block = reading.block();
    if (block == null) {
      return;
    }
    UUID own = ownId();
    Map<Boolean, List<PlantedFarmer>> farmers =
        reading.farmers().stream()
            .collect(Collectors.partitioningBy(farmer -> farmer.pooler().equals(own)));
    List<PlantedFarmer> ours = farmers.getOrDefault(true, List.of());
    List<PlantedFarmer> others = farmers.getOrDefault(false, List.of());
    WorkEngine.Step step = engine.step(current, block, ours, others);
    nextSend = step.next();
    if (step.asked()) {
      reading.changed();
    }
    RemoteWorks.Seen seen = remote.look(current, block, others);
    if (seen != RemoteWorks.Seen.NOTHING) {
      reading.changed();
    }
    if (seen == RemoteWorks.Seen.ADOPTED) {
      lookSoon();
    }
  }

  /** A pooler keeps its id for ever. */
  private UUID ownId() {
    UUID known = own;
    if (known == null) {
      known = poolers.own().id();
      own = known;
    }
    return known;
  }

  private void endClosed(Current current) {
    reading.endBefore();
    if (endedBefore != current.index()) {
      // Two blocks back: the one that has just closed may still have works on their way.
      nonces.forgetBefore(current.index() - 1);
      endedBefore = current.index();
    }
  }
}
