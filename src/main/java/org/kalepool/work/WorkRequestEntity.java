package org.kalepool.work;

import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.persistence.ColumnResult;
import jakarta.persistence.ConstructorResult;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.NamedNativeQuery;
import jakarta.persistence.SqlResultSetMapping;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.Immutable;

/** A row of {@code work_requests}: a farmer's work that was asked for. */
@Entity
@Immutable
@Table(name = "work_requests")
@SqlResultSetMapping(
    name = "WorkRequest.Asked",
    classes =
        @ConstructorResult(
            targetClass = WorkRequestRepository.Asked.class,
            columns = {
              @ColumnResult(name = "farmer_id", type = UUID.class),
              @ColumnResult(name = "pooler_id", type = UUID.class),
              @ColumnResult(name = "block_index", type = long.class),
              @ColumnResult(name = "kind", type = WorkKind.class),
              @ColumnResult(name = "ledger", type = long.class)
            }))
@SqlResultSetMapping(
    name = "WorkRequest.Landing",
    classes =
        @ConstructorResult(
            targetClass = WorkRequestRepository.Landing.class,
            columns = {
              @ColumnResult(name = "block_index", type = long.class),
              @ColumnResult(name = "ledgers", type = long.class)
            }))
@NamedNativeQuery(
    name = "WorkRequest.asked",
    query =
        """
        select r.farmer_id, p.pooler_id, r.block_index, r.kind, p.planted_ledger as ledger
        from work_requests r
        join pails p on p.farmer_id = r.farmer_id and p.block_index = r.block_index
        where r.transaction_id = :transaction
        """,
    resultSetMapping = "WorkRequest.Asked")
@NamedNativeQuery(
    name = "WorkRequest.landings",
    query =
        """
        select r.block_index, t.ledger - r.asked_ledger as ledgers from work_requests r
        join known_transactions t on t.id = r.transaction_id
        where r.block_index >= :since and t.ledger is not null order by r.transaction_id
        """,
    resultSetMapping = "WorkRequest.Landing")
@IdClass(WorkRequestEntity.Key.class)
class WorkRequestEntity {
  /** A transaction may be asked for several farmers' works. */
  @RegisterForReflection
  record Key(long transactionId, UUID farmerId) {}

  @Id long transactionId;
  @Id UUID farmerId;
  long blockIndex;

  @Enumerated(EnumType.STRING)
  WorkKind kind;

  int zeros;

  /** The newest known then. */
  long askedLedger;

  Instant at;

  /** For Hibernate. */
  @SuppressWarnings("NullAway.Init")
  protected WorkRequestEntity() {}

  WorkRequestEntity(
      long transactionId,
      UUID farmerId,
      long blockIndex,
      WorkKind kind,
      int zeros,
      long askedLedger,
      Instant at) {
    this.transactionId = transactionId;
    this.farmerId = farmerId;
    this.blockIndex = blockIndex;
    this.kind = kind;
    this.zeros = zeros;
    this.askedLedger = askedLedger;
    this.at = at;
  }
}
