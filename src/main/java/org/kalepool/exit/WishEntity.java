package org.kalepool.exit;

import jakarta.persistence.ColumnResult;
import jakarta.persistence.ConstructorResult;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.NamedNativeQuery;
import jakarta.persistence.SqlResultSetMapping;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;
import org.kalepool.stellar.Cause;

/** A row of {@code payout_wishes}: what a farmer wants to be paid of what it has earned. */
@Entity
@Table(name = "payout_wishes")
@NamedNativeQuery(
    name = "Wish.page",
    query =
        """
        select w.id, w.farmer_id, w.amount, w.asked_by, w.asked_at, w.obstacle, w.detail, w.cause,
          w.attempts, w.next_try_at, w.ended_at, w.ended_as,
          exists (select 1 from open_deeds d join payout_plans n
            on n.transaction_id = d.transaction_id where n.wish_id = w.id) as sent,
          w.paid_hash, p.to_farmer, p.to_poolers, p.settled
        from payout_wishes w left join paid_earnings p on p.transaction_hash = w.paid_hash
        where w.farmer_id = :farmer and w.id < :before order by w.id desc limit :rows
        """,
    resultSetMapping = "Wish.Stored")
@SqlResultSetMapping(
    name = "Wish.Stored",
    classes =
        @ConstructorResult(
            targetClass = WishRepository.Stored.class,
            columns = {
              @ColumnResult(name = "id", type = long.class),
              @ColumnResult(name = "farmer_id", type = UUID.class),
              @ColumnResult(name = "amount", type = long.class),
              @ColumnResult(name = "asked_by", type = String.class),
              @ColumnResult(name = "asked_at", type = Instant.class),
              @ColumnResult(name = "obstacle", type = Obstacle.class),
              @ColumnResult(name = "detail", type = String.class),
              @ColumnResult(name = "cause", type = String.class),
              @ColumnResult(name = "attempts", type = int.class),
              @ColumnResult(name = "next_try_at", type = Instant.class),
              @ColumnResult(name = "ended_at", type = Instant.class),
              @ColumnResult(name = "ended_as", type = String.class),
              @ColumnResult(name = "sent", type = boolean.class),
              @ColumnResult(name = "paid_hash", type = String.class),
              @ColumnResult(name = "to_farmer", type = Long.class),
              @ColumnResult(name = "to_poolers", type = Long.class),
              @ColumnResult(name = "settled", type = Long.class)
            }))
@NamedNativeQuery(
    name = "Wish.due",
    query =
        """
        select t.farmer_id, t.amount, l.earned from
          (select distinct on (farmer_id) farmer_id, amount from payout_thresholds
           order by farmer_id, id desc) t
        join active_farmers a on a.farmer_id = t.farmer_id
        cross join lateral (select cast(coalesce(sum(s.earned - s.shared), 0) as bigint) as earned
          from shared_by_terms s where s.farmer_id = t.farmer_id) l
        where l.earned >= t.amount and not exists (select 1 from payout_wishes w
          where w.farmer_id = t.farmer_id and w.ended_at is null)
        order by t.farmer_id
        """,
    resultSetMapping = "Wish.Due")
@SqlResultSetMapping(
    name = "Wish.Due",
    classes =
        @ConstructorResult(
            targetClass = WishRepository.Due.class,
            columns = {
              @ColumnResult(name = "farmer_id", type = UUID.class),
              @ColumnResult(name = "amount", type = Kale.class),
              @ColumnResult(name = "earned", type = Kale.class)
            }))
class WishEntity {
  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  @Nullable Long id;

  UUID farmerId;

  /** Of what is earned, the poolers' part included. */
  Kale amount;

  String askedBy;
  Instant askedAt;

  @Enumerated(EnumType.STRING)
  @Nullable Obstacle obstacle;

  String detail = "";

  /** Of the last attempt, null if none has failed. */
  @Enumerated(EnumType.STRING)
  @Nullable Cause cause;

  int attempts;
  @Nullable Instant nextTryAt;
  @Nullable Instant endedAt;

  @Enumerated(EnumType.STRING)
  @Nullable End endedAs;

  @Nullable Hash paidHash;

  /** How a wish ends. */
  enum End {
    /** By its payout. */
    PAID,
    /** The farmer, or an operator, has taken it back. */
    WITHDRAWN,
    /** The farmer leaves, and is paid all. */
    LEFT,
    /** A backup was restored, which does not know whether it was paid since. */
    RESTORED
  }

  /** For Hibernate. */
  @SuppressWarnings("NullAway.Init")
  protected WishEntity() {}

  WishEntity(UUID farmerId, Kale amount, String askedBy, Instant askedAt) {
    this.farmerId = farmerId;
    this.amount = amount;
    this.askedBy = askedBy;
    this.askedAt = askedAt;
  }
}
