package org.kalepool.farmer;

import jakarta.persistence.ColumnResult;
import jakarta.persistence.ConstructorResult;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.NamedNativeQuery;
import jakarta.persistence.SqlResultSetMapping;
import jakarta.persistence.Table;
import java.math.BigInteger;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.kalepool.kale.Address;

/**
 * A row of the view {@code farmer_view}: a farmer and what it has set last. Beside it stand the
 * queries of {@link FarmerDeeds}, which read what the stages publish.
 */
@Entity
@Immutable
@Table(name = "farmer_view")
@NamedNativeQuery(
    name = "FarmerDeeds.plantings",
    query =
        """
        select * from newest_plantings(:farmer, :before, :rows)\
        """,
    resultSetMapping = "FarmerDeeds.plantings")
@SqlResultSetMapping(
    name = "FarmerDeeds.plantings",
    classes =
        @ConstructorResult(
            targetClass = FarmerHistory.Planting.class,
            columns = {
              @ColumnResult(name = "id", type = long.class),
              @ColumnResult(name = "block_index", type = long.class),
              @ColumnResult(name = "pooler_id", type = UUID.class),
              @ColumnResult(name = "status", type = String.class),
              @ColumnResult(name = "stake", type = long.class),
              @ColumnResult(name = "stake_percentage", type = int.class),
              @ColumnResult(name = "harvest_interval", type = int.class),
              @ColumnResult(name = "share_basis_points", type = Integer.class),
              @ColumnResult(name = "cause", type = String.class),
              @ColumnResult(name = "detail", type = String.class),
              @ColumnResult(name = "debtor", type = String.class),
              @ColumnResult(name = "transaction_hash", type = String.class),
              @ColumnResult(name = "ledger", type = Long.class),
              @ColumnResult(name = "planted_at", type = Instant.class)
            }))
@NamedNativeQuery(
    name = "FarmerDeeds.works",
    query =
        """
        select w.id, w.block_index, w.pooler_id, w.kind, w.status,
          coalesce(w.nonce, n.nonce) as nonce, coalesce(w.hash, n.hash) as hash, w.zeros, w.gap,
          w.cause, w.detail, w.debtor, w.transaction_hash, w.ledger, w.worked_at
        from newest_works(:farmer, :before, :rows) w
        left join told_nonces n on w.status = 'WORKED' and w.nonce is null
          and n.farmer_id = w.farmer_id and n.block_index = w.block_index and n.zeros = w.zeros
        order by w.id desc\
        """,
    resultSetMapping = "FarmerDeeds.works")
@SqlResultSetMapping(
    name = "FarmerDeeds.works",
    classes =
        @ConstructorResult(
            targetClass = FarmerHistory.Work.class,
            columns = {
              @ColumnResult(name = "id", type = long.class),
              @ColumnResult(name = "block_index", type = long.class),
              @ColumnResult(name = "pooler_id", type = UUID.class),
              @ColumnResult(name = "kind", type = String.class),
              @ColumnResult(name = "status", type = String.class),
              @ColumnResult(name = "nonce", type = BigInteger.class),
              @ColumnResult(name = "hash", type = String.class),
              @ColumnResult(name = "zeros", type = Integer.class),
              @ColumnResult(name = "gap", type = Long.class),
              @ColumnResult(name = "cause", type = String.class),
              @ColumnResult(name = "detail", type = String.class),
              @ColumnResult(name = "debtor", type = String.class),
              @ColumnResult(name = "transaction_hash", type = String.class),
              @ColumnResult(name = "ledger", type = Long.class),
              @ColumnResult(name = "worked_at", type = Instant.class)
            }))
@NamedNativeQuery(
    name = "FarmerDeeds.harvests",
    query =
        """
        select * from newest_harvests(:farmer, :before, :rows)\
        """,
    resultSetMapping = "FarmerDeeds.harvests")
@SqlResultSetMapping(
    name = "FarmerDeeds.harvests",
    classes =
        @ConstructorResult(
            targetClass = FarmerHistory.Harvest.class,
            columns = {
              @ColumnResult(name = "id", type = long.class),
              @ColumnResult(name = "block_index", type = long.class),
              @ColumnResult(name = "pooler_id", type = UUID.class),
              @ColumnResult(name = "status", type = String.class),
              @ColumnResult(name = "stake", type = long.class),
              @ColumnResult(name = "reward", type = long.class),
              @ColumnResult(name = "share_basis_points", type = Integer.class),
              @ColumnResult(name = "cause", type = String.class),
              @ColumnResult(name = "detail", type = String.class),
              @ColumnResult(name = "debtor", type = String.class),
              @ColumnResult(name = "transaction_hash", type = String.class),
              @ColumnResult(name = "ledger", type = Long.class),
              @ColumnResult(name = "harvested_at", type = Instant.class)
            }))
@NamedNativeQuery(
    name = "FarmerDeeds.openPails",
    query =
        """
        select block_index, stake, worked_zeros, worked_gap from open_pails
        where farmer_id = :farmer order by block_index\
        """,
    resultSetMapping = "FarmerDeeds.openPails")
@SqlResultSetMapping(
    name = "FarmerDeeds.openPails",
    classes =
        @ConstructorResult(
            targetClass = FarmerAnswer.OpenPail.class,
            columns = {
              @ColumnResult(name = "block_index", type = long.class),
              @ColumnResult(name = "stake", type = long.class),
              @ColumnResult(name = "worked_zeros", type = Integer.class),
              @ColumnResult(name = "worked_gap", type = Long.class)
            }))
class FarmerViewEntity {
  @Id UUID id;
  long seq;
  UUID poolerId;

  @Enumerated(EnumType.STRING)
  FarmerCustody custody;

  Address custodial;
  Address payout;

  @Enumerated(EnumType.STRING)
  FarmerState state;

  Instant createdAt;
  int stakePercentage;
  int harvestInterval;

  /** For Hibernate. */
  @SuppressWarnings("NullAway.Init")
  protected FarmerViewEntity() {}
}
