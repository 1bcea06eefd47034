package org.kalepool.exit;

import jakarta.persistence.ColumnResult;
import jakarta.persistence.ConstructorResult;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.NamedNativeQuery;
import jakarta.persistence.SqlResultSetMapping;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.kalepool.stellar.Cause;

/** A row of {@code exit_obstacles}: why a farmer waits for its payout, gone with the reason. */
@Entity
@Table(name = "exit_obstacles")
@NamedNativeQuery(
    name = "Obstacle.open",
    // one statement, so that nothing is settled between its parts
    query =
        """
        select
          (select count(*) from open_pails where farmer_id = :farmer) as pails,
          (select count(distinct transaction_id) from open_deeds
             where farmer_id = :farmer) as transactions,
          exists (select 1 from differing_farmers where farmer_id = :farmer) as difference,
          exists (select 1 from known_farmers where id = :farmer and funded_at is not null)
            and not exists (select 1 from corrected_farmers
                            where farmer_id = :farmer) as ever_funded
        """,
    resultSetMapping = "Obstacle.Open")
@SqlResultSetMapping(
    name = "Obstacle.Open",
    classes =
        @ConstructorResult(
            targetClass = ObstacleRepository.Open.class,
            columns = {
              @ColumnResult(name = "pails", type = int.class),
              @ColumnResult(name = "transactions", type = int.class),
              @ColumnResult(name = "difference", type = boolean.class),
              @ColumnResult(name = "ever_funded", type = boolean.class)
            }))
@NamedNativeQuery(
    name = "Obstacle.blocked",
    query =
        """
        insert into exit_obstacles (farmer_id, obstacle, detail, since)
        values (:farmer, :obstacle, :detail, :now)
        on conflict (farmer_id) do update set
          obstacle = excluded.obstacle, detail = excluded.detail,
          since = case when exit_obstacles.obstacle = excluded.obstacle
                       then exit_obstacles.since else excluded.since end
        where (exit_obstacles.obstacle, exit_obstacles.detail)
              is distinct from (excluded.obstacle, excluded.detail)
        """)
@NamedNativeQuery(
    name = "Obstacle.failed",
    query =
        """
        insert into exit_obstacles
          (farmer_id, obstacle, cause, detail, attempts, since, next_try_at)
        values (:farmer, :obstacle, :cause, :detail, 1, :now, :next)
        on conflict (farmer_id) do update set
          obstacle = excluded.obstacle, cause = excluded.cause, detail = excluded.detail,
          attempts = exit_obstacles.attempts + 1, since = excluded.since,
          next_try_at = excluded.next_try_at
        """)
class ObstacleEntity {
  @Id UUID farmerId;

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
}
