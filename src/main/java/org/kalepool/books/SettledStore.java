package org.kalepool.books;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.Session;
import org.kalepool.kale.Address;

/** What the books need to know about settled transactions. */
@ApplicationScoped
class SettledStore {
  private final Session session;

  SettledStore(Session session) {
    this.session = session;
  }

  /** The farmer whose custodial account this is. */
  Optional<UUID> farmerOf(Address custodial) {
    return session
        .createNativeQuery("select id from farmers where custodial = :custodial", UUID.class)
        .setParameter("custodial", custodial.text())
        .uniqueResultOptional();
  }

  /** Only a fee-bump envelope has an inner transaction; another account than the lane paid then. */
  boolean wasFeeBumped(long transaction) {
    return session
        .createNativeQuery(
            "select true from transactions where id = :id and inner_hash is not null",
            Boolean.class)
        .setParameter("id", transaction)
        .uniqueResultOptional()
        .isPresent();
  }

  void note(UUID farmer, long ledger) {
    session
        .createNativeMutationQuery(
            """
            insert into settled_ledgers (farmer_id, ledger) values (:farmer, :ledger)
            on conflict (farmer_id) do update
              set ledger = greatest(settled_ledgers.ledger, excluded.ledger)""")
        .setParameter("farmer", farmer)
        .setParameter("ledger", ledger)
        .executeUpdate();
  }
}
