package org.kalepool.exit;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;
import org.kalepool.exit.DebtRepository.Debt;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;

/** A row of {@code debt_payments}: a debt's one payment. */
@Entity
@Immutable
@Table(name = "debt_payments")
class DebtPaymentEntity {
  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  @Nullable Long id;

  UUID farmerId;
  @Nullable Long lateId;
  UUID poolerId;
  Kale amount;

  /** To the payout wallet. */
  Xlm xlm;

  /** Of the debt, what the claimable balance's reserve took. */
  Xlm claimReserve;

  boolean claimable;

  /** Null, as the ledger, if it was sent before a restore. */
  @Nullable Long transactionId;

  Hash transactionHash;
  @Nullable Long ledger;
  Instant at;

  /** For Hibernate. */
  @SuppressWarnings("NullAway.Init")
  protected DebtPaymentEntity() {}

  /** Sent before a restore, and in no transaction or ledger that is known. */
  DebtPaymentEntity(Debt debt, Xlm claimReserve, Hash transaction, Instant at) {
    this.farmerId = debt.farmer();
    this.lateId = debt.late();
    this.poolerId = debt.pooler();
    this.amount = debt.kale();
    this.xlm = debt.xlm().minus(claimReserve);
    this.claimReserve = claimReserve;
    this.transactionHash = transaction;
    this.at = at;
  }

  /** The same, sent by a transaction that landed. */
  DebtPaymentEntity landed(long transaction, long inLedger, boolean asClaimable) {
    this.transactionId = transaction;
    this.ledger = inLedger;
    this.claimable = asClaimable;
    return this;
  }
}
