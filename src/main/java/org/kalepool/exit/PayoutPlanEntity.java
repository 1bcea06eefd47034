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
import org.kalepool.kale.Hash;

/** A row of {@code payout_plans}: a requested payout without leaving. */
@Entity
@Immutable
@Table(name = "payout_plans")
@NamedNativeQuery(
    name = "PayoutPlan.unseen",
    // of the last attempt alone: each was made when nothing was unknown of those before
    query =
        """
        select p.transaction_id, t.last_hash, coalesce(t.built_ledger, 0) as built_ledger,
          coalesce(t.sequence, 0) as sequence
        from payout_plans p join known_transactions t on t.id = p.transaction_id
        where p.wish_id = :wish and t.state = 'REFUSED'
          and t.cause in ('SEQUENCE_TAKEN', 'ACCOUNT_MISSING') and t.last_hash is not null
          and not exists (select 1 from payout_plans n
            where n.wish_id = p.wish_id and n.transaction_id > p.transaction_id)
        """,
    resultSetMapping = "PayoutPlan.Unseen")
@SqlResultSetMapping(
    name = "PayoutPlan.Unseen",
    classes =
        @ConstructorResult(
            targetClass = PayoutPlanRepository.Unseen.class,
            columns = {
              @ColumnResult(name = "transaction_id", type = long.class),
              @ColumnResult(name = "last_hash", type = Hash.class),
              @ColumnResult(name = "built_ledger", type = long.class),
              @ColumnResult(name = "sequence", type = long.class)
            }))
class PayoutPlanEntity {
  @Id long transactionId;
  long wishId;
  UUID farmerId;
  Instant at;

  /** For Hibernate. */
  @SuppressWarnings("NullAway.Init")
  protected PayoutPlanEntity() {}

  PayoutPlanEntity(long transactionId, long wishId, UUID farmerId, Instant at) {
    this.transactionId = transactionId;
    this.wishId = wishId;
    this.farmerId = farmerId;
    this.at = at;
  }
}
