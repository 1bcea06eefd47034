package org.kalepool.ops;

import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.inject.Singleton;
import jakarta.persistence.EntityManager;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.kalepool.block.Blocks;
import org.kalepool.block.NetworkNow;
import org.kalepool.schedule.CachedValue;

/**
 * What harvests have brought of late, by the network's time; asked for anew only now and then. A
 * pail counts for the time in which its block was opened.
 */
@Singleton
public final class LatelyHarvested {
  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration WEEK = Duration.ofDays(7);

  private final Clock clock;
  private final Blocks network;
  private final CachedValue<List<OfPooler>> day;
  private final CachedValue<List<OfBlock>> blocks;
  private final CachedValue<BigDecimal> week;

  LatelyHarvested(LatelyReader reader, Blocks network, Clock clock) {
    this.clock = clock;
    this.network = network;
    this.day = cached(Duration.ofMinutes(1), () -> reader.since(since(DAY)));
    this.blocks = cached(Duration.ofMinutes(1), () -> reader.blocks(since(DAY)));
    this.week = cached(Duration.ofMinutes(5), () -> reader.rewards(since(WEEK)));
  }

  private <T> CachedValue<T> cached(Duration age, Supplier<T> source) {
    return new CachedValue<>(clock, age, source);
  }

  private long since(Duration ago) {
    return NetworkNow.of(clock, network) - ago.toSeconds();
  }

  /**
   * A pooler's last day.
   *
   * @param farmers who have harvested
   * @param pails that were harvested
   * @param stakes sum of the stakes in them, stroops
   * @param rewards sum of what they brought beyond the stakes, stroops
   */
  @RegisterForReflection
  public record OfPooler(UUID pooler, long farmers, long pails, long stakes, long rewards) {}

  /**
   * What a pooler's farmers harvested of a block.
   *
   * @param rewards what the pails brought beyond the stakes, stroops
   */
  @RegisterForReflection
  public record OfBlock(UUID pooler, long block, long pails, long rewards) {}

  /** A pooler's blocks of the last day of which anything was harvested, newest first. */
  public List<OfBlock> blocks(UUID pooler) {
    return blocks.get().stream().filter(of -> of.pooler().equals(pooler)).toList();
  }

  /** The last day of each pooler that harvested anything. */
  public List<OfPooler> day() {
    return day.get();
  }

  /** The last day of one; empty if nothing was harvested. */
  public Optional<OfPooler> day(UUID pooler) {
    return day.get().stream().filter(of -> of.pooler().equals(pooler)).findFirst();
  }

  /** Sum of the last week's rewards, stroops, archived blocks included. */
  public BigDecimal week() {
    return week.get();
  }

  /** Reads it. */
  @Singleton
  static class LatelyReader {
    private final EntityManager entities;

    LatelyReader(EntityManager entities) {
      this.entities = entities;
    }

    @ActivateRequestContext
    List<OfPooler> since(long time) {
      return entities
          .createQuery(
              "select p.poolerId, count(distinct p.farmerId), count(*), sum(p.stake),"
                  + " sum(p.reward) from HarvestedPailView p"
                  + " where p.openedTime >= :time group by p.poolerId",
              OfPooler.class)
          .setParameter("time", time)
          .getResultList();
    }

    @ActivateRequestContext
    List<OfBlock> blocks(long time) {
      return entities
          .createQuery(
              "select p.poolerId, p.blockIndex, count(*), sum(p.reward) from HarvestedPailView p"
                  + " where p.openedTime >= :time group by p.poolerId, p.blockIndex"
                  + " order by p.blockIndex desc",
              OfBlock.class)
          .setParameter("time", time)
          .getResultList();
    }

    @ActivateRequestContext
    BigDecimal rewards(long time) {
      @Nullable BigDecimal sum =
          entities
              .createQuery(
                  "select sum(b.rewards) from ListedBlockView b where b.openedTime >= :time",
                  BigDecimal.class)
              .setParameter("time", time)
              .getSingleResult();
      return sum == null ? BigDecimal.ZERO : sum;
    }
  }
}
