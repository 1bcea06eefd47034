package org.kalepool.work;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.kalepool.block.Blocks.Current;
import org.kalepool.block.KnownBlocks;
import org.kalepool.kale.Block;
import org.kalepool.kale.GameRules;
import org.kalepool.stellar.NetworkStatus;

/**
 * What the database says of the running block, asked again only when an event has told of a change,
 * or after half a minute. Only the work sweep's own thread reads it.
 */
@Singleton
final class WorkReading {
  private static final Duration LONGEST_TRUST = Duration.ofSeconds(30);

  private final KnownBlocks blocks;
  private final WorkRepository works;
  private final WorkEnd end;
  private final NetworkStatus network;
  private final Clock clock;
  private final AtomicBoolean changed = new AtomicBoolean(true);
  private long index = -1;
  private @Nullable Block block;
  private List<PlantedFarmer> farmers = List.of();
  private Instant at = Instant.EPOCH;
  private boolean ended;

  WorkReading(
      KnownBlocks blocks, WorkRepository works, WorkEnd end, NetworkStatus network, Clock clock) {
    this.blocks = blocks;
    this.works = works;
    this.end = end;
    this.network = network;
    this.clock = clock;
  }

  /** What was read is not true any more. From any thread. */
  void changed() {
    changed.set(true);
  }

  /** Reads what is not known to be as it was. */
  void refresh(long running) {
    Instant now = clock.instant();
    boolean known = index == running && block != null && now.isBefore(at.plus(LONGEST_TRUST));
    if (!changed.getAndSet(false) && known) {
      return;
    }
    if (index != running) {
      block = null;
      farmers = List.of();
    }
    index = running;
    ended = false;
    block = block == null ? blocks.limits(running).orElse(null) : block;
    farmers = block == null ? List.of() : clear(works.planted(running));
    at = now;
  }

  /** Asks the chain about farmers for whom somebody else has sent a work. */
  private List<PlantedFarmer> clear(List<PlantedFarmer> planted) {
    boolean adopted = false;
    for (PlantedFarmer farmer : planted) {
      if (farmer.unclear() && farmer.landedZeros() < 0) {
        adopted |= end.adopt(farmer, index);
      }
    }
    return adopted ? works.planted(index) : planted;
  }

  /** The running block's limits and entropy; null while the monitor has not stored them. */
  @Nullable Block block() {
    return block;
  }

  List<PlantedFarmer> farmers() {
    return farmers;
  }

  /** Ends the work of the blocks before, unless nothing is left to be ended. */
  void endBefore() {
    if (!ended) {
      ended = end.endBefore(index);
    }
  }

  /**
   * The monitor's picture, at the newest time that any answer has named: the lanes measure what is
   * asked for by that, and after an outage they may hear the time long before the monitor does.
   */
  Current asOfNow(Current seen) {
    NetworkStatus.View view = network.view();
    if (view.closeTime() <= seen.closeTime() || view.ledger() < seen.ledger()) {
      return seen;
    }
    long due = seen.openedAt() + GameRules.BLOCK_INTERVAL_SECONDS;
    return new Current(
        seen.index(),
        seen.openedAt(),
        view.closeTime() >= due,
        seen.paused(),
        view.ledger(),
        view.closeTime());
  }
}
