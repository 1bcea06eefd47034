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
import org.kalepool.kale.BalanceId;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;

/** A row of {@code claims}: a claim of a farmer's; how it ended its transaction tells. */
@Entity
@Immutable
@Table(name = "claims")
@NamedNativeQuery(
    name = "Claim.of",
    query =
        """
        select c.farmer_id, c.balance_id, c.amount, c.at, t.state, t.cause, t.detail, t.hash,
          t.ledger
        from claims c join known_transactions t on t.id = c.transaction_id
        where c.farmer_id = :farmer order by c.transaction_id desc limit :most
        """,
    resultSetMapping = "Claim.Stored")
@SqlResultSetMapping(
    name = "Claim.Stored",
    classes =
        @ConstructorResult(
            targetClass = ClaimRepository.Stored.class,
            columns = {
              @ColumnResult(name = "farmer_id", type = UUID.class),
              @ColumnResult(name = "balance_id", type = Hash.class),
              @ColumnResult(name = "amount", type = long.class),
              @ColumnResult(name = "state", type = String.class),
              @ColumnResult(name = "cause", type = String.class),
              @ColumnResult(name = "detail", type = String.class),
              @ColumnResult(name = "hash", type = String.class),
              @ColumnResult(name = "ledger", type = Long.class),
              @ColumnResult(name = "at", type = Instant.class)
            }))
class ClaimEntity {
  @Id long transactionId;
  UUID farmerId;
  Hash balanceId;
  Kale amount;
  String byWhom;
  Instant at;

  /** For Hibernate. */
  @SuppressWarnings("NullAway.Init")
  protected ClaimEntity() {}

  ClaimEntity(
      long transactionId,
      UUID farmerId,
      BalanceId balance,
      Kale amount,
      String byWhom,
      Instant at) {
    this.transactionId = transactionId;
    this.farmerId = farmerId;
    this.balanceId = balance.hash();
    this.amount = amount;
    this.byWhom = byWhom;
    this.at = at;
  }
}
