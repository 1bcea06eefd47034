package org.kalepool.books;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.stellar.Receipts.Asset;
import org.kalepool.stellar.Receipts.Receipt;

/**
 * The tables {@code seen_deposits} and {@code deposit_payments}. Writes in the caller's database
 * transaction.
 */
@Singleton
class DepositRepository implements PanacheRepositoryBase<SeenDepositEntity, String> {
  /**
   * A deposit of which it is not known yet who has paid it.
   *
   * @param amount stroops
   * @param ledger in which it was seen
   * @param since the newest ledger that was in the books before, 0 if none was
   * @param born when the farmer came
   */
  @RegisterForReflection
  record Open(
      String key,
      UUID farmer,
      Address custodial,
      Asset asset,
      long amount,
      long ledger,
      long since,
      Instant born) {
    Open(
        String key,
        UUID farmer,
        Address custodial,
        String asset,
        long amount,
        long ledger,
        long since,
        Instant born) {
      this(key, farmer, custodial, Asset.valueOf(asset), amount, ledger, since, born);
    }
  }

  /** A payment that is some deposit's already. */
  @RegisterForReflection
  record Taken(UUID farmer, Asset asset, Hash transaction, int number) {}

  /** What became of asking for a deposit. */
  @RegisterForReflection
  record Looked(String key, DepositState state) {}

  /** One of a deposit's payments, stroops. */
  @RegisterForReflection
  record Payment(
      String key, Hash transaction, long ledger, @Nullable Address sender, long amount) {}

  /** Notes a deposit of which nobody knows yet who has paid it. */
  void seen(String key, UUID farmer, Asset asset, long amount, long ledger, long since) {
    getEntityManager()
        .createNamedQuery("SeenDeposit.seen")
        .setParameter("key", key)
        .setParameter("farmer", farmer)
        .setParameter("asset", asset.name())
        .setParameter("amount", amount)
        .setParameter("ledger", ledger)
        .setParameter("since", since)
        .executeUpdate();
  }

  /** The oldest that are to be asked for. */
  List<Open> open(int most) {
    return getEntityManager()
        .createNamedQuery("SeenDeposit.open", Open.class)
        .setParameter("most", most)
        .getResultList();
  }

  /** The payments from this ledger on that are deposits of these farmers already. */
  List<Taken> taken(Collection<UUID> farmers, long from) {
    return getEntityManager()
        .createQuery(
            "select d.farmerId, d.asset, p.hash, p.number from SeenDepositEntity d"
                + " join DepositPaymentEntity p on p.key = d.key"
                + " where d.farmerId in (:farmers) and p.ledger >= :from",
            Taken.class)
        .setParameter("farmers", farmers)
        .setParameter("from", from)
        .getResultList();
  }

  /** Keeps who has paid a deposit. */
  void told(Open deposit, List<Receipt> receipts) {
    for (int place = 0; place < receipts.size(); place++) {
      getEntityManager()
          .persist(new DepositPaymentEntity(deposit.key(), place, receipts.get(place)));
    }
    end(deposit, DepositState.TOLD);
  }

  /** Asks no more for a deposit. */
  void end(Open deposit, DepositState state) {
    getEntityManager()
        .createQuery(
            "update SeenDepositEntity set state = :state where key = :key and state = :open")
        .setParameter("state", state)
        .setParameter("key", deposit.key())
        .setParameter("open", DepositState.OPEN)
        .executeUpdate();
  }

  /** What is known of these deposits; nothing of those that were seen before that was kept. */
  Map<String, DepositState> states(Collection<String> keys) {
    return getEntityManager()
        .createQuery("select key, state from SeenDepositEntity where key in (:keys)", Looked.class)
        .setParameter("keys", keys)
        .getResultStream()
        .collect(Collectors.toMap(Looked::key, Looked::state));
  }

  /** The payments of these deposits, by their keys, each one's in their order. */
  Map<String, List<Payment>> payments(Collection<String> keys) {
    return getEntityManager()
        .createQuery(
            "select key, hash, ledger, sender, amount from DepositPaymentEntity"
                + " where key in (:keys) order by key, place",
            Payment.class)
        .setParameter("keys", keys)
        .getResultStream()
        .collect(Collectors.groupingBy(Payment::key));
  }
}
