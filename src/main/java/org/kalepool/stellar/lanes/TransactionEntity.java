package org.kalepool.stellar.lanes;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.NamedNativeQuery;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Xlm;
import org.kalepool.stellar.Cause;

/** A row of {@code transactions}. */
@Entity
@Table(name = "transactions")
@NamedNativeQuery(
    name = "Transaction.lock",
    query = "select id from transactions where id = :id and state = :state for update",
    resultClass = Long.class)
@NamedNativeQuery(
    name = "Transaction.hurry",
    query =
        "update transactions set next_try_at = null where id = :id"
            + " and state in ('QUEUED', 'BUILT') returning state",
    resultClass = String.class)
@NamedNativeQuery(
    name = "Transaction.lastUsedSequence",
    query =
        """
        select greatest(
          (select sequence from transactions where lane = :lane and state in ('LANDED', 'FAILED')
           order by sequence desc limit 1),
          (select sequence from used_sequences where lane = :lane))\
        """,
    resultClass = Long.class)
class TransactionEntity {
  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  @Nullable Long id;

  Address lane;

  @Enumerated(EnumType.STRING)
  TransactionState state;

  /** JSON, see {@link CallJson}. */
  String call;

  /** Unix seconds, null for ever. */
  @Nullable Long notAfterTime;

  int attempts;
  @Nullable Long sequence;
  @Nullable Hash hash;
  @Nullable Hash innerHash;
  @Nullable Long maxTime;
  @Nullable Long builtLedger;
  @Nullable Long sentLedger;
  @Nullable Instant nextTryAt;

  @Enumerated(EnumType.STRING)
  LastAnswer.@Nullable Kind lastAnswerKind;

  @Nullable String lastAnswer;
  @Nullable Long ledger;
  @Nullable Long closeTime;
  Xlm feeCharged;

  /** For an operation, stroops; null where it is not known. */
  @Nullable Long inclusionCharged;

  @Enumerated(EnumType.STRING)
  @Nullable Cause cause;

  @Nullable String detail;
  Instant createdAt;
  @Nullable Instant settledAt;

  /** For Hibernate. */
  @SuppressWarnings("NullAway.Init")
  protected TransactionEntity() {}

  /** A request. */
  TransactionEntity(Address lane, String call, @Nullable Long notAfterTime, Instant createdAt) {
    this.lane = lane;
    this.state = TransactionState.QUEUED;
    this.call = call;
    this.notAfterTime = notAfterTime;
    this.feeCharged = Xlm.ZERO;
    this.createdAt = createdAt;
  }
}
