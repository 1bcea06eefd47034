package org.kalepool.books;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.kalepool.kale.Address;

/** The table {@code told_transfers}. */
@Singleton
class ToldTransferRepository implements PanacheRepositoryBase<ToldTransferEntity, Address> {
  /** Of who was never told of. */
  static final long NEVER = 0;

  /** Up to which ledger all is in the books, {@link #NEVER} if nothing was ever read. */
  @ActivateRequestContext
  long of(Address party) {
    return getEntityManager()
        .createQuery("select ledger from ToldTransferEntity where party = :party", Long.class)
        .setParameter("party", party)
        .getResultStream()
        .findFirst()
        .orElse(NEVER);
  }

  /**
   * Notes that all is in the books, in the caller's database transaction.
   *
   * @param before what {@link #of} said when it was read
   * @return false, noting nothing, if another was noted since
   */
  boolean note(Address party, boolean bond, long before, long ledger) {
    return getEntityManager()
            .createNamedQuery("ToldTransfer.note")
            .setParameter("party", party)
            .setParameter("bond", bond)
            .setParameter("before", before)
            .setParameter("ledger", ledger)
            .executeUpdate()
        > 0;
  }

  /**
   * Notes that others have read of a payment into a vault or out of it, in the caller's database
   * transaction: it is told though books and chain may agree, as when a cover that was paid was
   * withdrawn at once.
   */
  void hear(Address vault, long ledger) {
    getEntityManager()
        .createNamedQuery("ToldTransfer.hear")
        .setParameter("party", vault)
        .setParameter("ledger", ledger)
        .executeUpdate();
  }

  /**
   * Has a pool contract stay told as it is until the caller's database transaction ends, and be
   * looked at from now on if it never was.
   */
  void hold(Address contract) {
    getEntityManager()
        .createNamedQuery("ToldTransfer.add")
        .setParameter("party", contract)
        .executeUpdate();
    getEntityManager()
        .createNamedQuery("ToldTransfer.hold", Long.class)
        .setParameter("party", contract)
        .getSingleResult();
  }

  /** The vaults of which others have read more than is in their books. */
  @ActivateRequestContext
  List<Address> untold() {
    return getEntityManager()
        .createQuery(
            "select party from ToldTransferEntity where heard > ledger order by party",
            Address.class)
        .getResultList();
  }

  /** The pool contracts that were looked at. */
  @ActivateRequestContext
  List<Address> bonds() {
    return getEntityManager()
        .createQuery(
            "select party from ToldTransferEntity where bond order by party", Address.class)
        .getResultList();
  }

  /** Before which nobody can have paid anything into a farmer's vault. */
  @ActivateRequestContext
  Instant registered(UUID farmer) {
    return (Instant)
        getEntityManager()
            .createNativeQuery(
                "select registered_at from vault_farmers where farmer_id = :farmer", Instant.class)
            .setParameter("farmer", farmer)
            .getSingleResult();
  }
}
