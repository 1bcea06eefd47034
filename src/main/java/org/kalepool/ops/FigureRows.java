package org.kalepool.ops;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Singleton;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The tables {@code block_figures} and {@code day_figures}. A row is made of what history says at
 * that moment, so one that is made once too often is the same again.
 */
@Singleton
class FigureRows {
  /** Those in which plants and works may still land. */
  private static final int NEWEST = 4;

  /** Of so many pails that were settled last it is looked whether their blocks' rows have them. */
  private static final int LOOKED_AT = 5_000;

  private final EntityManager entities;

  FigureRows(EntityManager entities) {
    this.entities = entities;
  }

  /**
   * Makes the rows of the newest blocks, of those that have none yet and of those in which pails
   * were settled since.
   *
   * @param most how many blocks at once
   * @return how many rows of blocks were made
   */
  int make(int most) {
    return QuarkusTransaction.requiringNew()
        .call(
            () -> {
              Set<Long> blocks = new TreeSet<>(stale(most));
              if (!blocks.isEmpty()) {
                blocks(blocks);
                days(blocks);
              }
              return blocks.size();
            });
  }

  @SuppressWarnings("unchecked")
  private List<Long> stale(int most) {
    return entities
        .createNativeQuery(
            """
            (select block_index from block_summary order by block_index desc limit :newest)
            union
            (select b.block_index from figured_blocks b
               where not exists (select 1 from block_figures f where f.block_index = b.block_index)
               order by b.block_index desc limit :most)
            union
            (select f.block_index from block_figures f
               join figured_blocks b on b.block_index = f.block_index
               where f.block_index in (select distinct s.block_index from settled_order s
                   where s.id > (select max(id) from settled_order) - :looked)
                 and f.harvested + f.lost <> (select count(*) from settled_order s
                   where s.block_index = f.block_index)
               order by f.block_index limit :most)
            """,
            Long.class)
        .setParameter("newest", NEWEST)
        .setParameter("most", most)
        .setParameter("looked", LOOKED_AT)
        .getResultList();
  }

  private void blocks(Set<Long> blocks) {
    entities
        .createNativeQuery(
            """
            insert into block_figures (block_index, opened_time, seconds, farmers, planted, worked,
              harvested, lost, rewards, fees, pooler_share, compensations, staked, best_zeros)
            select block_index, opened_time, seconds, farmers, planted, worked, harvested, lost,
              rewards, fees, pooler_share, compensations, staked, best_zeros
            from figured_blocks where block_index in (:blocks)
            on conflict (block_index) do update set opened_time = excluded.opened_time,
              seconds = excluded.seconds, farmers = excluded.farmers, planted = excluded.planted,
              worked = excluded.worked, harvested = excluded.harvested, lost = excluded.lost,
              rewards = excluded.rewards, fees = excluded.fees,
              pooler_share = excluded.pooler_share, compensations = excluded.compensations,
              staked = excluded.staked, best_zeros = excluded.best_zeros
            """)
        .setParameter("blocks", blocks)
        .executeUpdate();
  }

  /** Days are those of UTC. */
  private void days(Set<Long> blocks) {
    entities
        .createNativeQuery(
            """
            insert into day_figures (day, blocks, seconds, farmers, planted, worked, harvested,
              lost, rewards, fees, pooler_share, compensations)
            select d.day, count(*), avg(f.seconds), sum(f.farmers), sum(f.planted), sum(f.worked),
              sum(f.harvested), sum(f.lost), sum(f.rewards), sum(f.fees), sum(f.pooler_share),
              sum(f.compensations)
            from (select distinct opened_time / 86400 as number,
                    date '1970-01-01' + (opened_time / 86400)::integer as day
                  from block_figures where block_index in (:blocks)) d
            join block_figures f on f.opened_time >= d.number * 86400
              and f.opened_time < (d.number + 1) * 86400
            group by d.day
            on conflict (day) do update set blocks = excluded.blocks, seconds = excluded.seconds,
              farmers = excluded.farmers, planted = excluded.planted, worked = excluded.worked,
              harvested = excluded.harvested, lost = excluded.lost, rewards = excluded.rewards,
              fees = excluded.fees, pooler_share = excluded.pooler_share,
              compensations = excluded.compensations
            """)
        .setParameter("blocks", blocks)
        .executeUpdate();
  }

  List<BlockFigureEntity> newestBlocks(long before, int rows) {
    return entities
        .createQuery(
            "from BlockFigureEntity where blockIndex < :before order by blockIndex desc"
                + " limit :rows",
            BlockFigureEntity.class)
        .setParameter("before", before)
        .setParameter("rows", rows)
        .getResultList();
  }

  List<DayFigureEntity> newestDays(int rows) {
    return entities
        .createQuery("from DayFigureEntity order by day desc limit :rows", DayFigureEntity.class)
        .setParameter("rows", rows)
        .getResultList();
  }
}
