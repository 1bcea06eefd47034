package org.kalepool.pooler;

import jakarta.persistence.ColumnResult;
import jakarta.persistence.ConstructorResult;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.NamedNativeQuery;
import jakarta.persistence.SqlResultSetMapping;
import jakarta.persistence.Table;
import java.util.UUID;
import org.hibernate.annotations.Immutable;

/** A row of {@code farmer_counters}. */
@Entity
@Immutable
@IdClass(FarmerCounterEntity.Key.class)
@Table(name = "farmer_counters")
@NamedNativeQuery(
    name = "FarmerCounter.totals",
    // what was planted and worked in blocks that are not over does not count yet
    query =
        """
        select coalesce((select blocks from pooler_blocks where pooler_id = p.id), 0) as blocks,
          c.wished, c.planted,
          c.planted - (select count(*) from plantings l join block_operations b using (block_index)
            where l.pooler_id = p.id and l.status = 'PLANTED' and b.closed_at is null) as workable,
          c.worked - (select count(distinct (w.farmer_id, w.block_index)) from works w
            join block_operations b using (block_index)
            where w.pooler_id = p.id and w.status = 'WORKED' and b.closed_at is null) as worked,
          c.harvested, c.lost, c.rewards, c.forfeits, c.owed
        from poolers p cross join lateral (
          select coalesce(sum(wished), 0) as wished, coalesce(sum(planted), 0) as planted,
            coalesce(sum(worked), 0) as worked, coalesce(sum(harvested), 0) as harvested,
            coalesce(sum(lost), 0) as lost, coalesce(sum(rewards), 0) as rewards,
            coalesce(sum(forfeits), 0) as forfeits, coalesce(sum(compensations), 0) as owed
          from farmer_counters where pooler_id = p.id) c
        where p.id = :pooler
        """,
    resultSetMapping = "FarmerCounter.Totals")
@SqlResultSetMapping(
    name = "FarmerCounter.Totals",
    classes =
        @ConstructorResult(
            targetClass = PoolerStatistics.Totals.class,
            columns = {
              @ColumnResult(name = "blocks", type = long.class),
              @ColumnResult(name = "wished", type = long.class),
              @ColumnResult(name = "planted", type = long.class),
              @ColumnResult(name = "workable", type = long.class),
              @ColumnResult(name = "worked", type = long.class),
              @ColumnResult(name = "harvested", type = long.class),
              @ColumnResult(name = "lost", type = long.class),
              @ColumnResult(name = "rewards", type = long.class),
              @ColumnResult(name = "forfeits", type = long.class),
              @ColumnResult(name = "owed", type = long.class)
            }))
class FarmerCounterEntity {
  @Id UUID farmerId;
  @Id UUID poolerId;

  /** The primary key. */
  record Key(UUID farmerId, UUID poolerId) {}

  /** For Hibernate. */
  @SuppressWarnings("NullAway.Init")
  protected FarmerCounterEntity() {}
}
