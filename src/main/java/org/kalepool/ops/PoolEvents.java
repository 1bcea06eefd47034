package org.kalepool.ops;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.operators.multi.processors.BroadcastProcessor;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.kalepool.block.BlockOpened;
import org.kalepool.block.LedgerClosed;
import org.kalepool.harvest.PailHarvested;
import org.kalepool.plant.FarmerPlanted;
import org.kalepool.plant.PlantingFinished;
import org.kalepool.web.Client;
import org.kalepool.web.EventPlaces;
import org.kalepool.web.ProblemException;
import org.kalepool.work.FarmerWorked;
import org.kalepool.work.WorkFinished;

/**
 * What happens in the pool, for whoever listens. Names no farmer. A listener that is too slow
 * misses events; nobody waits for it.
 */
@Singleton
final class PoolEvents {
  private final Clock clock;
  private final EventPlaces places;
  private final BroadcastProcessor<Shown> events = BroadcastProcessor.create();

  PoolEvents(Clock clock, EventPlaces places) {
    this.clock = clock;
    this.places = places;
  }

  /**
   * An event as it is shown.
   *
   * @param type such as {@code block_opened}
   * @param blockIndex the block it is about, null if about none
   * @param ledger the ledger it is about, null if about none
   */
  @RegisterForReflection
  @Schema(name = "PoolEvent")
  record Shown(
      @Schema(
              enumeration = {
                "ledger_closed",
                "block_opened",
                "farmer_planted",
                "planting_finished",
                "farmer_worked",
                "work_finished",
                "pail_harvested"
              })
          String type,
      @Nullable Long blockIndex,
      @Nullable Long ledger,
      Instant at) {}

  /**
   * Everything from now on.
   *
   * @throws ProblemException if too many listen already, or the client listens too often
   */
  Multi<Shown> listen(Client client) {
    places.take(client);
    return events
        .onOverflow()
        .dropPreviousItems()
        .onTermination()
        .invoke(() -> places.giveBack(client));
  }

  void ledgerClosed(@Observes LedgerClosed event) {
    tell("ledger_closed", null, event.sequence());
  }

  void blockOpened(@Observes(during = TransactionPhase.AFTER_SUCCESS) BlockOpened event) {
    tell("block_opened", event.index(), event.ledger());
  }

  void planted(@Observes(during = TransactionPhase.AFTER_SUCCESS) FarmerPlanted event) {
    tell("farmer_planted", event.block(), null);
  }

  void plantingFinished(@Observes(during = TransactionPhase.AFTER_SUCCESS) PlantingFinished event) {
    tell("planting_finished", event.block(), null);
  }

  void worked(@Observes(during = TransactionPhase.AFTER_SUCCESS) FarmerWorked event) {
    tell("farmer_worked", event.block(), null);
  }

  void workFinished(@Observes(during = TransactionPhase.AFTER_SUCCESS) WorkFinished event) {
    tell("work_finished", event.block(), null);
  }

  void harvested(@Observes(during = TransactionPhase.AFTER_SUCCESS) PailHarvested event) {
    tell("pail_harvested", event.block(), null);
  }

  /** One at a time, as the stream wants it; events come from many threads. */
  private synchronized void tell(String type, @Nullable Long block, @Nullable Long ledger) {
    events.onNext(new Shown(type, block, ledger, clock.instant()));
  }
}
