package org.kalepool.remote;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.operators.multi.processors.BroadcastProcessor;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Singleton;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.kalepool.block.BlockOpened;
import org.kalepool.farmer.Farmers;
import org.kalepool.plant.FarmerPlanted;
import org.kalepool.pooler.PoolerChanged;
import org.kalepool.pooler.PoolerStandings;
import org.kalepool.schedule.Tasks;

/**
 * What happens, for the poolers that listen. A listener that is too slow misses events; what they
 * say can be asked for as well.
 */
@Singleton
final class PoolerStream {
  private final Farmers farmers;
  private final PoolerStandings standings;
  private final Tasks tasks;
  private final BroadcastProcessor<Told> told = BroadcastProcessor.create();
  private final AtomicInteger listeners = new AtomicInteger();
  private final Queue<FarmerPlanted> planted = new ConcurrentLinkedQueue<>();
  private final Queue<PoolerChanged> changed = new ConcurrentLinkedQueue<>();

  PoolerStream(Farmers farmers, PoolerStandings standings, Tasks tasks) {
    this.farmers = farmers;
    this.standings = standings;
    this.tasks = tasks;
  }

  /**
   * Something to tell.
   *
   * @param pooler whom, null for everybody
   * @param name the event's; null: nothing more is to be told
   */
  record Told(@Nullable UUID pooler, @Nullable String name, @Nullable Object data) {}

  /** The data of {@code block}. */
  @RegisterForReflection
  record InBlock(long blockIndex) {}

  /** The data of {@code planted}. */
  @RegisterForReflection
  record PlantedInBlock(long blockIndex, UUID farmerId) {}

  /** Everything that concerns a pooler, until its key is changed. */
  Multi<Told> of(UUID pooler) {
    return told.onOverflow()
        .dropPreviousItems()
        .filter(each -> each.pooler() == null || each.pooler().equals(pooler))
        .select()
        .first(each -> each.name() != null)
        .onSubscription()
        .invoke(listeners::incrementAndGet)
        .onTermination()
        .invoke(listeners::decrementAndGet);
  }

  void opened(@Observes BlockOpened event) {
    tell(new Told(null, "block", new InBlock(event.index())));
  }

  void planted(@Observes(during = TransactionPhase.AFTER_SUCCESS) FarmerPlanted event) {
    if (listeners.get() > 0) {
      planted.add(event);
      lookUp();
    }
  }

  void changed(@Observes(during = TransactionPhase.AFTER_SUCCESS) PoolerChanged event) {
    if (listeners.get() > 0) {
      changed.add(event);
      lookUp();
    }
  }

  /** Whose a farmer is, and what was set, has to be asked for: not in a transaction that ends. */
  private void lookUp() {
    tasks.submitEverywhere("pooler events", this::tellWaiting);
  }

  private void tellWaiting() {
    for (FarmerPlanted each = planted.poll(); each != null; each = planted.poll()) {
      PlantedInBlock data = new PlantedInBlock(each.block(), each.farmer());
      farmers
          .find(each.farmer())
          .ifPresent(farmer -> tell(new Told(farmer.pooler(), "planted", data)));
    }
    for (PoolerChanged each = changed.poll(); each != null; each = changed.poll()) {
      UUID pooler = each.pooler();
      if (each.key()) {
        tell(new Told(pooler, null, null));
      } else {
        standings
            .of(pooler)
            .map(PoolerSettingsShown::of)
            .ifPresent(settings -> tell(new Told(pooler, "settings", settings)));
      }
    }
  }

  /** One at a time, as the stream wants it; events come from many threads. */
  private synchronized void tell(Told each) {
    told.onNext(each);
  }
}
