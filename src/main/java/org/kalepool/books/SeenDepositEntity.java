package org.kalepool.books;

import jakarta.persistence.ColumnResult;
import jakarta.persistence.ConstructorResult;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.NamedNativeQuery;
import jakarta.persistence.SqlResultSetMapping;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.kalepool.kale.Address;
import org.kalepool.stellar.Receipts;

/** A row of {@code seen_deposits}: a deposit that was seen as a balance that had grown. */
@Entity
@Table(name = "seen_deposits")
@NamedNativeQuery(
    name = "SeenDeposit.seen",
    query =
        """
        insert into seen_deposits (key, farmer_id, asset, amount, ledger, since)
        values (:key, :farmer, :asset, :amount, :ledger, :since)
        on conflict (key) do nothing
        """)
@NamedNativeQuery(
    name = "SeenDeposit.open",
    query =
        """
        select key, farmer_id, custodial, asset, amount, ledger, since, born
        from open_deposits order by ledger, key limit :most
        """,
    resultSetMapping = "SeenDeposit.Open")
@SqlResultSetMapping(
    name = "SeenDeposit.Open",
    classes =
        @ConstructorResult(
            targetClass = DepositRepository.Open.class,
            columns = {
              @ColumnResult(name = "key", type = String.class),
              @ColumnResult(name = "farmer_id", type = UUID.class),
              @ColumnResult(name = "custodial", type = Address.class),
              @ColumnResult(name = "asset", type = String.class),
              @ColumnResult(name = "amount", type = long.class),
              @ColumnResult(name = "ledger", type = long.class),
              @ColumnResult(name = "since", type = long.class),
              @ColumnResult(name = "born", type = Instant.class)
            }))
class SeenDepositEntity {
  /** The journal entry's. */
  @Id String key;

  UUID farmerId;

  @Enumerated(EnumType.STRING)
  Receipts.Asset asset;

  /** Stroops. */
  long amount;

  /** In which it was seen. */
  long ledger;

  /** After which it came, 0 if nothing was in the farmer's books before. */
  long since;

  @Enumerated(EnumType.STRING)
  DepositState state;

  /** For Hibernate. */
  @SuppressWarnings("NullAway.Init")
  protected SeenDepositEntity() {}
}
