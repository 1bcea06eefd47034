package org.kalepool.books;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.NamedNativeQuery;
import jakarta.persistence.Table;
import java.util.UUID;

/** A row of {@code settled_ledgers}: the newest ledger that is in a farmer's books. */
@Entity
@Table(name = "settled_ledgers")
@NamedNativeQuery(
    name = "SettledLedger.note",
    query =
        """
        insert into settled_ledgers (farmer_id, ledger)
        select farmer, :ledger from unnest(cast(:farmers as uuid[])) as farmer
        on conflict (farmer_id) do update set ledger = excluded.ledger
          where excluded.ledger > settled_ledgers.ledger
        """)
class SettledLedgerEntity {
  @Id UUID farmerId;
  long ledger;

  /** For Hibernate. */
  @SuppressWarnings("NullAway.Init")
  protected SettledLedgerEntity() {}
}
