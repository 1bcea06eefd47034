package org.kalepool.stellar.lanes;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.NamedNativeQuery;
import jakarta.persistence.Table;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Xlm;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.Cause;

/** A row of {@code transaction_actions}: what a transaction does; one may do several things. */
@Entity
@Table(name = "transaction_actions")
@NamedNativeQuery(
    name = "TransactionAction.add",
    // one that is open already is found by an index of an expression, which HQL cannot name
    query =
        "insert into transaction_actions (transaction_id, farmer_id, block_index, action)"
            + " values (:transaction, :farmer, :block, :action)"
            + " on conflict (farmer_id, coalesce(block_index, -1), action) where live do nothing")
class TransactionActionEntity {
  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  @Nullable Long id;

  long transactionId;
  @Nullable UUID farmerId;
  @Nullable Long blockIndex;

  @Enumerated(EnumType.STRING)
  Action action;

  /** While it is open. */
  boolean live;

  /** How a deed of a batch ended; null where the transaction says it, or has not ended. */
  @Enumerated(EnumType.STRING)
  @Nullable TransactionState ended;

  /** Why a deed of a batch came to nothing; null where the transaction says it. */
  @Enumerated(EnumType.STRING)
  @Nullable Cause cause;

  @Nullable String detail;

  /** Its share of a batch's fee; null where all of the transaction's is its own. */
  @Nullable Xlm feeCharged;

  /** For Hibernate. */
  @SuppressWarnings("NullAway.Init")
  protected TransactionActionEntity() {}
}
