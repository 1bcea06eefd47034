package org.kalepool.exit;

import jakarta.persistence.ColumnResult;
import jakarta.persistence.ConstructorResult;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.NamedNativeQuery;
import jakarta.persistence.SqlResultSetMapping;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.kalepool.exit.SplitPlanRepository.Plan;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;

/**
 * A row of {@code split_plans}: what a requested split was computed from; of the poolers' parts the
 * sums.
 */
@Entity
@Immutable
@Table(name = "split_plans")
@NamedNativeQuery(
    name = "SplitPlan.unseen",
    query =
        """
        select p.*, t.last_hash as hash, coalesce(t.built_ledger, 0) as built_ledger
        from split_plans p join known_transactions t on t.id = p.transaction_id
        where p.farmer_id = :farmer and t.state = 'REFUSED'
          and t.cause in ('SEQUENCE_TAKEN', 'ACCOUNT_MISSING')
          and t.last_hash is not null order by t.id desc
        """,
    resultSetMapping = "SplitPlan.Unseen")
@NamedNativeQuery(
    name = "SplitPlan.lateUnseen",
    query =
        """
        select p.*, u.last_hash as hash, u.built_ledger from split_plans p
        join unseen_late_payouts u on u.transaction_id = p.transaction_id
        where u.farmer_id = :farmer order by u.transaction_id desc
        """,
    resultSetMapping = "SplitPlan.Unseen")
@NamedNativeQuery(
    name = "SplitPlan.lateUnseenFarmers",
    query = "select distinct farmer_id from unseen_late_payouts order by farmer_id",
    resultClass = UUID.class)
@NamedNativeQuery(
    name = "SplitPlan.keptLumens",
    query = "select farmer_id from kept_lumens order by farmer_id",
    resultClass = UUID.class)
@SqlResultSetMapping(
    name = "SplitPlan.Unseen",
    classes = {
      @ConstructorResult(
          targetClass = SplitPlanRepository.Envelope.class,
          columns = {
            @ColumnResult(name = "transaction_id", type = long.class),
            @ColumnResult(name = "hash", type = Hash.class),
            @ColumnResult(name = "built_ledger", type = long.class)
          }),
      @ConstructorResult(
          targetClass = SplitPlanRepository.Stored.class,
          columns = {
            @ColumnResult(name = "pooler_id", type = UUID.class),
            @ColumnResult(name = "earned", type = Kale.class),
            @ColumnResult(name = "to_farmer", type = Kale.class),
            @ColumnResult(name = "xlm_before", type = Xlm.class),
            @ColumnResult(name = "claim_reserve", type = Xlm.class),
            @ColumnResult(name = "advance", type = Xlm.class),
            @ColumnResult(name = "debt_reserve", type = Xlm.class),
            @ColumnResult(name = "through_pooler", type = boolean.class),
            @ColumnResult(name = "claimable", type = boolean.class)
          })
    })
@NamedNativeQuery(
    name = "SplitPlan.splitOf",
    query =
        """
        select p.farmer_id from split_plans p join known_transactions t on t.id = p.transaction_id
        where p.transaction_id = :transaction and t.state = 'REFUSED'
          and exists (select 1 from transaction_hashes h
                      where h.transaction_id = t.id and h.hash = :hash)
        """,
    resultClass = UUID.class)
@NamedNativeQuery(
    name = "SplitPlan.openPails",
    query =
        "select block_index, pooler_id, stake from open_pails where farmer_id = :farmer"
            + " order by block_index",
    resultSetMapping = "SplitPlan.OpenStake")
@SqlResultSetMapping(
    name = "SplitPlan.OpenStake",
    classes =
        @ConstructorResult(
            targetClass = InferredPayout.OpenStake.class,
            columns = {
              @ColumnResult(name = "block_index", type = long.class),
              @ColumnResult(name = "pooler_id", type = UUID.class),
              @ColumnResult(name = "stake", type = Kale.class)
            }))
class SplitPlanEntity {
  @Id long transactionId;
  UUID farmerId;

  /** To or through whose wallet XLM goes, if any does. */
  UUID poolerId;

  Kale earned;
  Kale poolerShare;
  Kale owed;
  Kale toPooler;
  Kale fromPooler;
  Kale toFarmer;
  Kale debt;
  Kale withheld;
  Xlm xlmBefore;
  Xlm claimReserve;
  Xlm advance;
  Xlm debtReserve;
  boolean throughPooler;
  boolean claimable;
  Instant at;

  /** For Hibernate. */
  @SuppressWarnings("NullAway.Init")
  protected SplitPlanEntity() {}

  SplitPlanEntity(long transactionId, UUID farmerId, Plan plan, Instant at) {
    Split split = plan.split();
    ExitDecision.Lumens lumens = plan.lumens();
    this.transactionId = transactionId;
    this.farmerId = farmerId;
    this.poolerId = plan.carrier();
    this.earned = split.earned();
    this.poolerShare = split.poolerShare();
    this.owed = split.owed();
    this.toPooler = split.toPooler();
    this.fromPooler = split.fromPooler();
    this.toFarmer = split.toFarmer();
    this.debt = split.debt();
    this.withheld = split.withheld();
    this.xlmBefore = lumens.before();
    this.claimReserve = lumens.claimReserve();
    this.advance = lumens.advance();
    this.debtReserve = lumens.debtReserve();
    this.throughPooler = lumens.throughPooler();
    this.claimable = plan.claimable();
    this.at = at;
  }
}
