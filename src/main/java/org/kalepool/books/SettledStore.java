package org.kalepool.books;

import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.UUID;
import org.kalepool.db.Db;
import org.kalepool.kale.Address;

/** What the books need to know about settled transactions. */
@Singleton
class SettledStore {
  private final Db db;

  SettledStore(Db db) {
    this.db = db;
  }

  /** The farmer whose custodial account this is. */
  Optional<UUID> farmerOf(Address custodial) {
    return db.one(
        "select id from farmers where custodial = ?",
        row -> row.getObject(1, UUID.class),
        custodial.text());
  }

  /** Only a fee-bump envelope has an inner transaction; another account than the lane paid then. */
  boolean wasFeeBumped(long transaction) {
    return db.one(
            "select id from transactions where id = ? and inner_hash is not null",
            row -> row.getLong(1),
            transaction)
        .isPresent();
  }

  /** What changed or may have changed the farmer's account was in this ledger. */
  void note(UUID farmer, long ledger) {
    db.update(
        """
        insert into settled_ledgers (farmer_id, ledger) values (?, ?)
        on conflict (farmer_id) do update set ledger = excluded.ledger
          where excluded.ledger > settled_ledgers.ledger""",
        farmer,
        ledger);
  }
}
