package org.kalepool.exit;

import jakarta.persistence.ColumnResult;
import jakarta.persistence.ConstructorResult;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.NamedNativeQuery;
import jakarta.persistence.SqlResultSetMapping;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.kalepool.stellar.Cause;

/**
 * A row of {@code exit_obstacles}: why a farmer waits for its payout, or for what a pooler still
 * owes it, gone with the reason.
 */
@Entity
@Table(name = "exit_obstacles")
@NamedNativeQuery(
    name = "Obstacle.states",
    // one statement, so that nothing is settled between its parts
    query =
        """
        select f.id as farmer_id, cast(:pooler as uuid) as pooler_id,
          (select count(*) from open_pails where farmer_id = f.id) as pails,
          d.transactions, d.split_sent, d.debt_sent,
          exists (select 1 from open_transactions where lane = f.custodial) as lane_busy,
          exists (select 1 from differing_farmers where farmer_id = f.id) as difference,
          f.funded_at is not null and not exists (select 1 from corrected_farmers
                                                  where farmer_id = f.id) as ever_funded,
          o.obstacle, o.cause, coalesce(o.detail, '') as detail,
          coalesce(o.attempts, 0) as attempts, o.since, o.next_try_at
        from known_farmers f
        left join exit_obstacles o on o.farmer_id = f.id and o.pooler_id = :pooler
        cross join lateral (
          select count(distinct transaction_id) as transactions,
            coalesce(bool_or(action = 'SPLIT'), false) as split_sent,
            coalesce(bool_or(action = 'DEBT'), false) as debt_sent
          from open_deeds where farmer_id = f.id) d
        where f.id in (:farmers) order by f.seq
        """,
    resultSetMapping = "Obstacle.State")
@SqlResultSetMapping(
    name = "Obstacle.State",
    classes =
        @ConstructorResult(
            targetClass = ExitState.class,
            columns = {
              @ColumnResult(name = "farmer_id", type = UUID.class),
              @ColumnResult(name = "pooler_id", type = UUID.class),
              @ColumnResult(name = "pails", type = int.class),
              @ColumnResult(name = "transactions", type = int.class),
              @ColumnResult(name = "split_sent", type = boolean.class),
              @ColumnResult(name = "debt_sent", type = boolean.class),
              @ColumnResult(name = "lane_busy", type = boolean.class),
              @ColumnResult(name = "difference", type = boolean.class),
              @ColumnResult(name = "ever_funded", type = boolean.class),
              @ColumnResult(name = "obstacle", type = Obstacle.class),
              @ColumnResult(name = "cause", type = Cause.class),
              @ColumnResult(name = "detail", type = String.class),
              @ColumnResult(name = "attempts", type = int.class),
              @ColumnResult(name = "since", type = Instant.class),
              @ColumnResult(name = "next_try_at", type = Instant.class)
            }))
@NamedNativeQuery(
    name = "Obstacle.blocked",
    query =
        """
        insert into exit_obstacles (farmer_id, pooler_id, obstacle, detail, since)
        values (:farmer, :pooler, :obstacle, :detail, :now)
        on conflict (farmer_id, pooler_id) do update set
          obstacle = excluded.obstacle, detail = excluded.detail,
          since = case when exit_obstacles.obstacle = excluded.obstacle
                       then exit_obstacles.since else excluded.since end
        """)
@NamedNativeQuery(
    name = "Obstacle.failed",
    query =
        """
        insert into exit_obstacles
          (farmer_id, pooler_id, obstacle, cause, detail, attempts, since, next_try_at)
        values (:farmer, :pooler, :obstacle, :cause, :detail, 1, :now, :next)
        on conflict (farmer_id, pooler_id) do update set
          obstacle = excluded.obstacle, cause = excluded.cause, detail = excluded.detail,
          attempts = exit_obstacles.attempts + 1, since = excluded.since,
          next_try_at = excluded.next_try_at
        """)
@IdClass(ObstacleEntity.Key.class)
class ObstacleEntity {
  @Id UUID farmerId;

  /** Who owes what is waited for; {@link ObstacleRepository#PAYOUT} for the payout. */
  @Id UUID poolerId;

  @Enumerated(EnumType.STRING)
  Obstacle obstacle;

  /** Of the last attempt, null if there was none. */
  @Enumerated(EnumType.STRING)
  @Nullable Cause cause;

  String detail;
  int attempts;
  Instant since;
  @Nullable Instant nextTryAt;

  /** For Hibernate. */
  @SuppressWarnings("NullAway.Init")
  protected ObstacleEntity() {}

  /** The primary key. */
  record Key(UUID farmerId, UUID poolerId) implements Serializable {}
}
