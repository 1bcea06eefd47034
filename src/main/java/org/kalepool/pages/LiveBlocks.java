package org.kalepool.pages;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.control.ActivateRequestContext;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.GameRules;
import org.kalepool.ops.BlockPages;
import org.kalepool.ops.ComingHarvests;
import org.kalepool.ops.PoolFigures;
import org.kalepool.work.WorkStatus;

/** The running block as it changes: looked at once a second for all who watch, if anybody does. */
@ApplicationScoped
class LiveBlocks {
  private static final Logger LOG = Logger.getLogger(LiveBlocks.class);
  private static final Duration EVERY = Duration.ofSeconds(1);

  private final PoolFigures figures;
  private final BlockPages blocks;
  private final ComingHarvests coming;
  private final WorkStatus work;
  private final Multi<String> changes;

  LiveBlocks(PoolFigures figures, BlockPages blocks, ComingHarvests coming, WorkStatus work) {
    this.figures = figures;
    this.blocks = blocks;
    this.coming = coming;
    this.work = work;
    this.changes =
        Multi.createFrom()
            .ticks()
            .every(EVERY)
            .onOverflow()
            .drop()
            .onItem()
            .transformToUniAndConcatenate(_ -> look())
            .skip()
            .repetitions()
            .broadcast()
            .withCancellationAfterLastSubscriberDeparture()
            .toAllSubscribers();
  }

  /** Empty before the network was seen. */
  @ActivateRequestContext
  Optional<LiveBlock> now() {
    PoolFigures.Shown pool = figures.now();
    return Optional.ofNullable(pool.block()).map(running -> live(running, pool));
  }

  private LiveBlock live(PoolFigures.Running running, PoolFigures.Shown pool) {
    Optional<BlockPages.Shown> block = blocks.one(running.blockIndex());
    long passed = Duration.between(running.openedAt(), running.closed()).toSeconds();
    OptionalInt best = work.bestZeros();
    @Nullable Integer zeros = best.isPresent() ? best.getAsInt() : null;
    return new LiveBlock(
        running.blockIndex(),
        Math.clamp(passed, 0, GameRules.BLOCK_INTERVAL_SECONDS),
        GameRules.BLOCK_INTERVAL_SECONDS,
        running.due(),
        running.paused(),
        block.map(BlockPages.Shown::planted).orElse(0),
        pool.hashRate(),
        zeros,
        block.map(BlockPages.Shown::worked).orElse(0),
        coming.all(),
        coming.upTo(running.blockIndex() + 1));
  }

  /** A piece of HTML in one line whenever something has changed. Who is too slow misses some. */
  Multi<String> changes() {
    return changes.onOverflow().dropPreviousItems();
  }

  private Uni<String> look() {
    return Uni.createFrom()
        .item(this::rendered)
        .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
        .onFailure()
        .invoke(failure -> LOG.warnf("the running block cannot be shown: %s", failure.getMessage()))
        .onFailure()
        .recoverWithNull();
  }

  private String rendered() {
    return Templates.live(now().orElse(null)).render().replace('\n', ' ');
  }
}
