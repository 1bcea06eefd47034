package org.kalepool.books;

import jakarta.persistence.ColumnResult;
import jakarta.persistence.ConstructorResult;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.NamedNativeQuery;
import jakarta.persistence.SqlResultSetMapping;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** A row of {@code recoveries}: a restore's hold on a farmer, answered. */
@Entity
@Immutable
@Table(name = "recoveries")
@NamedNativeQuery(
    name = "Recovery.held",
    query =
        """
        select f.farmer_id, f.event_id, f.at, f.registered, f.suspended
        from unrecovered u join restored_farmers f on f.event_id = u.event_id
        order by f.seq
        """,
    resultSetMapping = "Recovery.Held")
@SqlResultSetMapping(
    name = "Recovery.Held",
    classes =
        @ConstructorResult(
            targetClass = RecoveryRepository.Held.class,
            columns = {
              @ColumnResult(name = "farmer_id", type = UUID.class),
              @ColumnResult(name = "event_id", type = long.class),
              @ColumnResult(name = "at", type = Instant.class),
              @ColumnResult(name = "registered", type = Instant.class),
              @ColumnResult(name = "suspended", type = boolean.class)
            }))
@NamedNativeQuery(
    name = "Recovery.knownLedger",
    query =
        """
        select greatest(
          coalesce(
            (select max(ledger) from deeds where farmer_id = :farmer and settled_at <= :at),
            (select max(ledger) from known_transactions where settled_at <= :at)),
          (select r.ledger from reconciliations r
           where r.farmer_id = :farmer and r.what = 'block' and r.difference = 0 and r.at <= :at
           order by r.id desc limit 1))
        """,
    resultClass = Long.class)
@NamedNativeQuery(
    name = "Recovery.isHeld",
    query =
        "select exists (select 1 from unrecovered where farmer_id = :farmer and event_id = :event)",
    resultClass = Boolean.class)
@NamedNativeQuery(
    name = "Recovery.planted",
    query =
        """
        select block_index, stake from pails where farmer_id = :farmer
        union all
        select cast(o ->> 'block_index' as bigint), cast(o ->> 'stake' as bigint)
        from archive_pages p cross join lateral archived_rows(p, 'plantings') o
        """
            + RecoveryEntity.OF_PAGES
            + " and o ->> 'status' = 'PLANTED'",
    resultSetMapping = "Recovery.Stake")
@SqlResultSetMapping(
    name = "Recovery.Stake",
    classes =
        @ConstructorResult(
            targetClass = RecoveryRepository.Stake.class,
            columns = {
              @ColumnResult(name = "block_index", type = long.class),
              @ColumnResult(name = "stake", type = long.class)
            }))
@NamedNativeQuery(
    name = "Recovery.settled",
    query =
        """
        select block_index from settled_pails where farmer_id = :farmer
        union all
        select cast(o ->> 'block_index' as bigint)
        from archive_pages p cross join lateral archived_rows(p, 'harvests') o
        """
            + RecoveryEntity.OF_PAGES
            + " and o ->> 'status' in ('HARVESTED','LOST')",
    resultClass = Long.class)
class RecoveryEntity {
  /** Archived spans that hold any of {@code :blocks}; may be narrowed. */
  static final String OF_PAGES =
      """
      where p.farmer_id = :farmer
        and exists (select 1 from unnest(cast(:blocks as bigint[])) b (block)
                    where b.block between p.first_block and p.last_block)
      """;

  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  @Nullable Long id;

  UUID farmerId;

  /** The restore's event among the farmer's. */
  long eventId;

  /** Whether the node remembered everything since the backup. */
  boolean complete;

  long ledger;
  Instant at;

  /** For Hibernate. */
  @SuppressWarnings("NullAway.Init")
  protected RecoveryEntity() {}

  RecoveryEntity(RecoveryRepository.Held held, boolean complete, long ledger, Instant at) {
    this.farmerId = held.farmer();
    this.eventId = held.event();
    this.complete = complete;
    this.ledger = ledger;
    this.at = at;
  }
}
