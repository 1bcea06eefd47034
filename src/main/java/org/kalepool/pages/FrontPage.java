package org.kalepool.pages;

import jakarta.inject.Singleton;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.kalepool.farmer.Funding;
import org.kalepool.farmer.Registered;
import org.kalepool.ops.BlockPages;
import org.kalepool.ops.BlockResource;
import org.kalepool.ops.LatelyHarvested;
import org.kalepool.pooler.PoolerAnswer;
import org.kalepool.pooler.PoolerResource;
import org.kalepool.schedule.CachedValue;
import org.kalepool.stellar.RpcException;

/** Puts the front page together; what changes with a block only is asked for now and then. */
@Singleton
final class FrontPage {
  private static final Logger LOG = Logger.getLogger(FrontPage.class);
  private static final Duration AGE = Duration.ofMinutes(1);
  private static final String CHARTED = "96";

  private final LiveBlocks live;
  private final LatelyHarvested lately;
  private final PoolerResource poolers;
  private final Funding funding;
  private final CachedValue<List<BlockPages.Shown>> blocks;

  FrontPage(
      LiveBlocks live,
      LatelyHarvested lately,
      PoolerResource poolers,
      BlockResource blocks,
      Funding funding,
      Clock clock) {
    this.live = live;
    this.lately = lately;
    this.poolers = poolers;
    this.funding = funding;
    this.blocks = new CachedValue<>(clock, AGE, () -> blocks.list(null, CHARTED).items());
  }

  HomeView view() {
    List<LatelyHarvested.OfPooler> day = lately.day();
    return new HomeView(
        live.now().orElse(null),
        BigInteger.valueOf(day.stream().mapToLong(LatelyHarvested.OfPooler::rewards).sum()),
        lately.week().toBigInteger(),
        day.stream().mapToLong(LatelyHarvested.OfPooler::farmers).sum(),
        poolers.list().items().stream().map(this::row).toList(),
        blocks.get(),
        quote());
  }

  /** One pooler with its last day. */
  PoolerView pooler(PoolerAnswer pooler) {
    return new PoolerView(
        pooler, lately.day(pooler.poolerId()).orElse(null), lately.blocks(pooler.poolerId()));
  }

  private HomeView.PoolerRow row(PoolerAnswer pooler) {
    return new HomeView.PoolerRow(
        pooler,
        lately.day(pooler.poolerId()).map(day -> day.rewards() / day.farmers()).orElse(null),
        Sparkline.of(lately.blocks(pooler.poolerId())));
  }

  private Registered.@Nullable Funding quote() {
    try {
      return funding.quote();
    } catch (RpcException e) {
      LOG.debugf("the front page says no fees: %s", e.getMessage());
      return null;
    }
  }
}
