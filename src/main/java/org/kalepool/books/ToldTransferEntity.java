package org.kalepool.books;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.NamedNativeQuery;
import jakarta.persistence.Table;
import org.kalepool.kale.Address;

/** A row of {@code told_transfers}: up to which ledger somebody's transfers are in the books. */
@Entity
@Table(name = "told_transfers")
@NamedNativeQuery(
    name = "ToldTransfer.note",
    // only if nobody else has told of it meanwhile
    query =
        """
        insert into told_transfers (party, bond, ledger) values (:party, :bond, :ledger)
        on conflict (party) do update set ledger = excluded.ledger
          where told_transfers.ledger = :before
        """)
@NamedNativeQuery(
    name = "ToldTransfer.hear",
    query =
        """
        insert into told_transfers (party, bond, ledger, heard) values (:party, false, 0, :ledger)
        on conflict (party) do update set heard = greatest(told_transfers.heard, excluded.heard)
        """)
@NamedNativeQuery(
    name = "ToldTransfer.add",
    query =
        """
        insert into told_transfers (party, bond, ledger) values (:party, true, 0)
        on conflict (party) do nothing
        """)
@NamedNativeQuery(
    name = "ToldTransfer.hold",
    query = "select ledger from told_transfers where party = :party for share",
    resultClass = Long.class)
class ToldTransferEntity {
  @Id Address party;

  /** Whether it is a pool contract, and no vault. */
  boolean bond;

  long ledger;

  /** Of the last payment that others have read; 0 for none. */
  long heard;

  /** For Hibernate. */
  @SuppressWarnings("NullAway.Init")
  protected ToldTransferEntity() {}
}
