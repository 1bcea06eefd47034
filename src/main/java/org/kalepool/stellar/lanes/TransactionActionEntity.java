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
        """
        insert into transaction_actions (transaction_id, farmer_id, block_index, action)
        select :transaction, d.farmer, d.block, d.action
        from unnest(cast(:farmers as uuid[]), cast(:blocks as bigint[]), cast(:actions as text[]))
          with ordinality as d (farmer, block, action, place)
        order by d.place
        on conflict (farmer_id, coalesce(block_index, -1), action) where live do nothing
        """)
@NamedNativeQuery(
    name = "TransactionAction.ended",
    query =
        """
        update transaction_actions a
        set live = false, ended = d.state, cause = d.cause, detail = d.detail, fee_charged = d.fee
        from unnest(cast(:deeds as bigint[]), cast(:states as text[]), cast(:causes as text[]),
            cast(:details as text[]), cast(:fees as bigint[]))
          as d (deed, state, cause, detail, fee)
        where a.id = d.deed
        """)
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
