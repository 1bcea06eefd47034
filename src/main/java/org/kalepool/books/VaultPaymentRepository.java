package org.kalepool.books;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;

/**
 * The tables {@code vault_payments} and {@code untold_bonds}. Every method joins the caller's
 * database transaction.
 */
@Singleton
class VaultPaymentRepository
    implements PanacheRepositoryBase<VaultPaymentEntity, VaultPaymentEntity.Key> {

  /**
   * What a vault paid its pool contract.
   *
   * @param place among the vault's payments of that transaction, from 0
   * @param kale negative where the contract paid it
   */
  @RegisterForReflection
  record Payment(UUID farmer, Hash transaction, int place, long ledger, Kale kale) {}

  /** Keeps what the contract's books are not read up to yet. */
  void keep(Address contract, Payment payment) {
    getEntityManager()
        .createQuery(
            "insert into VaultPaymentEntity (farmerId, transactionHash, place, contract, ledger,"
                + " kale) values (:farmer, :transaction, :place, :contract, :ledger, :kale)")
        .setParameter("farmer", payment.farmer())
        .setParameter("transaction", payment.transaction())
        .setParameter("place", payment.place())
        .setParameter("contract", contract)
        .setParameter("ledger", payment.ledger())
        .setParameter("kale", payment.kale())
        .executeUpdate();
  }

  /** What is kept of this contract up to a ledger, the oldest first. */
  List<Payment> kept(Address contract, long through) {
    return getEntityManager()
        .createQuery(
            "select farmerId, transactionHash, place, ledger, kale from VaultPaymentEntity"
                + " where contract = :contract and ledger <= :through"
                + " order by ledger, farmerId, transactionHash, place",
            Payment.class)
        .setParameter("contract", contract)
        .setParameter("through", through)
        .getResultList();
  }

  /** Drops what is kept of this contract up to a ledger. */
  void drop(Address contract, long through) {
    delete("contract = ?1 and ledger <= ?2", contract, through);
  }

  /** Notes that no node told what the contract was paid in these ledgers. */
  void untold(Address contract, long after, long through) {
    getEntityManager().persist(new UntoldBondEntity(contract, after, through));
    getEntityManager().flush();
  }

  /** Whether no node told what the contract was paid in this ledger. */
  boolean isUntold(Address contract, long ledger) {
    return getEntityManager()
            .createQuery(
                "select count(*) from UntoldBondEntity where contract = :contract"
                    + " and afterLedger < :ledger and throughLedger >= :ledger",
                Long.class)
            .setParameter("contract", contract)
            .setParameter("ledger", ledger)
            .getSingleResult()
        > 0;
  }
}
