package org.kalepool.exit;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.NamedNativeQuery;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;
import org.kalepool.exit.SplitPlanRepository.Plan;
import org.kalepool.exit.SplitRepository.Received;
import org.kalepool.farmer.Farmer;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;

/** A row of {@code splits}: a farmer's payout, for good; of the poolers' parts the sums. */
@Entity
@Immutable
@Table(name = "splits")
@NamedNativeQuery(
    name = "Split.isBooked",
    query =
        """
        select exists (select 1 from splits where transaction_hash = :hash)
          or exists (select 1 from debt_payments where transaction_hash = :hash)
          or exists (select 1 from late_payouts where transaction_hash = :hash)
        """,
    resultClass = Boolean.class)
class SplitEntity {
  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  @Nullable Long id;

  UUID farmerId;

  /** To or through whose wallet XLM went, if any did. */
  UUID poolerId;

  Kale earned;
  Kale poolerShare;
  Kale owed;
  Kale toPooler;
  Kale fromPooler;
  Kale toFarmer;
  Kale debt;
  Kale withheld;
  Xlm xlmToFarmer;
  Xlm debtXlm;
  Xlm claimReserve;
  Xlm advance;
  boolean claimable;

  /** Null if it was sent before a restore. */
  @Nullable Long transactionId;

  @Nullable Hash transactionHash;
  long ledger;
  Instant at;

  /** How it is known though no node tells of it. */
  @Nullable String unseen;

  /** For Hibernate. */
  @SuppressWarnings("NullAway.Init")
  protected SplitEntity() {}

  SplitEntity(
      @Nullable Long transactionId,
      Farmer farmer,
      Plan plan,
      Received received,
      Landing landing,
      Instant at) {
    Split split = plan.split();
    this.farmerId = farmer.id();
    this.poolerId = plan.carrier();
    this.earned = split.earned();
    this.poolerShare = split.poolerShare();
    this.owed = split.owed();
    this.toPooler = split.toPooler();
    this.fromPooler = split.fromPooler();
    this.toFarmer = split.toFarmer();
    this.debt = split.debt();
    this.withheld = split.withheld();
    this.xlmToFarmer = received.xlm();
    this.debtXlm = received.debt();
    this.claimReserve = plan.lumens().claimReserve();
    this.advance = plan.lumens().advance();
    this.claimable = plan.claimable();
    this.transactionId = transactionId;
    this.transactionHash = landing.hash();
    this.ledger = landing.ledger();
    this.at = at;
    this.unseen = landing.unseen();
  }
}
