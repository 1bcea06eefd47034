package org.kalepool.wallet;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.inject.Singleton;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.kalepool.kale.Address;

/** The table {@code wallets}. */
@Singleton
class WalletRepository implements PanacheRepositoryBase<WalletEntity, UUID> {
  private static final String WALLET =
      "select w.id, w.owner, w.publicKey, w.format, w.kekId, w.wrappedKey, w.sealedSecret"
          + " from WalletEntity w ";

  /** Of PostgreSQL's advisory locks: "root". */
  private static final long ROOT_LOCK = 0x726f6f74L;

  /** A key as it is stored. */
  @RegisterForReflection
  record Wallet(
      UUID id,
      UUID owner,
      Address account,
      short format,
      String kekId,
      byte[] wrappedKey,
      byte[] sealed) {

    SealedSecret secret() {
      return new SealedSecret(format, kekId, wrappedKey, sealed);
    }
  }

  @ActivateRequestContext
  Optional<Wallet> wallet(Address account) {
    return Optional.ofNullable(
        getEntityManager()
            .createQuery(WALLET + "where w.publicKey = :account", Wallet.class)
            .setParameter("account", account)
            .getSingleResultOrNull());
  }

  @ActivateRequestContext
  boolean holds(Address account) {
    return count("publicKey", account) > 0;
  }

  Optional<Address> accountOf(UUID owner) {
    return getEntityManager()
        .createQuery("select publicKey from WalletEntity where owner = :owner", Address.class)
        .setParameter("owner", owner)
        .getResultList()
        .stream()
        .findFirst();
  }

  /** Of two that make the root at once the second waits until the first's transaction has ended. */
  void lockRoot() {
    getEntityManager()
        .createNamedQuery("Wallet.lockRoot", Integer.class)
        .setParameter("lock", ROOT_LOCK)
        .getSingleResult();
  }

  @ActivateRequestContext
  List<String> keyIds() {
    return getEntityManager()
        .createQuery("select distinct kekId from WalletEntity", String.class)
        .getResultList();
  }

  /** One wallet of each key-encryption key. */
  @ActivateRequestContext
  List<Wallet> samples() {
    return getEntityManager()
        .createQuery(
            WALLET
                + "where w.id = (select s.id from WalletEntity s where s.kekId = w.kekId"
                + " order by s.id limit 1) order by w.kekId",
            Wallet.class)
        .getResultList();
  }

  /** Some that another key wraps; nobody else changes them until the transaction ends. */
  List<Wallet> lockWrappedByOthers(String kekId, int most) {
    return getEntityManager()
        .createQuery(WALLET + "where w.kekId <> :kek order by w.id", Wallet.class)
        .setParameter("kek", kekId)
        .setMaxResults(most)
        .setLockMode(LockModeType.PESSIMISTIC_WRITE)
        .getResultList();
  }

  @Transactional
  void add(WalletEntity wallet) {
    persistAndFlush(wallet);
  }

  void rewrap(UUID id, SealedSecret secret) {
    update("kekId = ?1, wrappedKey = ?2 where id = ?3", secret.kekId(), secret.wrappedKey(), id);
  }
}
