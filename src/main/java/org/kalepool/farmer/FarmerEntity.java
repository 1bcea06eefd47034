package org.kalepool.farmer;

import jakarta.persistence.Column;
import jakarta.persistence.ColumnResult;
import jakarta.persistence.ConstructorResult;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.NamedNativeQuery;
import jakarta.persistence.SqlResultSetMapping;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.kale.Destination;
import org.kalepool.kale.Memo;

/**
 * A row of {@code farmers}. Triggers on {@code farmer_events} keep {@code state}, {@code seen_at}
 * and {@code funded_at}.
 */
@Entity
@Table(name = "farmers")
@NamedNativeQuery(
    name = "Farmer.lock",
    query = "select state from farmers where id = :id for no key update",
    resultClass = String.class)
@NamedNativeQuery(
    name = "Farmer.hold",
    query = "select id from farmers where id = any (:ids) order by id for no key update",
    resultClass = UUID.class)
@NamedNativeQuery(
    name = "Farmer.lockActive",
    query =
        "select id, pooler_id from farmers where id = any (:ids) and state = 'ACTIVE'"
            + " order by id for share",
    resultSetMapping = "Farmer.Active")
@SqlResultSetMapping(
    name = "Farmer.Active",
    classes =
        @ConstructorResult(
            targetClass = FarmerRepository.Active.class,
            columns = {
              @ColumnResult(name = "id", type = UUID.class),
              @ColumnResult(name = "pooler_id", type = UUID.class)
            }))
@NamedNativeQuery(
    name = "Farmer.staying",
    query =
        """
        select id from farmers
        where pooler_id = :pooler and state <> 'DEPARTED' and custody = 'CUSTODIAL'
          and id = coalesce(cast(:farmer as uuid), id)
        order by seq for share\
        """,
    resultClass = UUID.class)
@NamedNativeQuery(
    name = "Farmer.lockUnseen",
    query =
        """
        select custodial, payout from farmers
        where id = :id and seen_at is null and state in ('REGISTERED', 'LEAVING')
          and not exists
            (select 1 from booked_farmers where farmer_id = farmers.id)
        for update\
        """,
    resultSetMapping = "Farmer.Unseen")
@SqlResultSetMapping(
    name = "Farmer.Unseen",
    classes =
        @ConstructorResult(
            targetClass = FarmerRepository.Unseen.class,
            columns = {
              @ColumnResult(name = "custodial", type = Address.class),
              @ColumnResult(name = "payout", type = Address.class)
            }))
@NamedNativeQuery(
    name = "Farmer.oldestOfBusiest",
    query =
        """
        select f.id from farmers f
        left join registrations r on r.farmer_id = f.id
        left join (
          select m.client, count(*) as made from registrations m
          join farmers w on w.id = m.farmer_id where w.seen_at is null group by m.client) c
          on c.client = r.client
        where f.seen_at is null and f.state = 'REGISTERED' and f.id <> :newest
        order by coalesce(c.made, 0) desc, f.seq limit 1
        for update of f skip locked\
        """,
    resultClass = UUID.class)
@NamedNativeQuery(
    name = "Farmer.revive",
    query =
        """
        insert into farmers (id, seq, pooler_id, custody, custodial, payout, payout_id, payout_memo_kind,
          payout_memo, payout_proven, token_hash, created_at, lapsed_at)
        overriding system value
        select id, seq, pooler_id, custody, :custodial, :payout, payout_id, payout_memo_kind, payout_memo,
          payout_proven, token_hash, :now, lapsed_at
        from lapsed_registrations where id = :id\
        """)
class FarmerEntity {
  @Id UUID id;

  /** Its place in the order of registration, which the database gives. */
  @Column(insertable = false, updatable = false)
  @Nullable Long seq;

  UUID poolerId;

  @Enumerated(EnumType.STRING)
  FarmerCustody custody;

  Address custodial;
  Address payout;

  /** The number in a muxed address, unsigned. */
  @Nullable BigDecimal payoutId;

  @Enumerated(EnumType.STRING)
  Memo.@Nullable Kind payoutMemoKind;

  @Nullable String payoutMemo;
  boolean payoutProven;
  byte[] tokenHash;

  /** Of the token that replaces the other when it is used first. */
  byte @Nullable [] nextTokenHash;

  @Enumerated(EnumType.STRING)
  FarmerState state;

  Instant createdAt;

  /** When its account was first seen on the network. */
  @Nullable Instant seenAt;

  /** When it took its place and its payout wallet. */
  @Nullable Instant fundedAt;

  /** For Hibernate. */
  @SuppressWarnings("NullAway.Init")
  protected FarmerEntity() {}

  /** A registration. */
  FarmerEntity(
      UUID id,
      UUID poolerId,
      FarmerCustody custody,
      Address custodial,
      Destination payout,
      byte[] tokenHash,
      Instant createdAt) {
    this.id = id;
    this.poolerId = poolerId;
    this.custody = custody;
    this.custodial = custodial;
    this.payout = payout.account();
    this.payoutId = PayoutWallets.idColumn(payout);
    Memo memo = payout.memo();
    this.payoutMemoKind = memo == null ? null : memo.kind();
    this.payoutMemo = memo == null ? null : memo.value();
    this.tokenHash = tokenHash.clone();
    this.state = FarmerState.REGISTERED;
    this.createdAt = createdAt;
  }
}
