package org.kalepool.books;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.util.UUID;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;

/**
 * A row of {@code vault_payments}: what a vault paid its pool contract, or was paid by it, by the
 * vault's own books, as long as the contract's are not read so far.
 */
@Entity
@Table(name = "vault_payments")
@IdClass(VaultPaymentEntity.Key.class)
class VaultPaymentEntity {
  @Id UUID farmerId;
  @Id Hash transactionHash;

  /** Among the vault's payments of that transaction, from 0. */
  @Id int place;

  Address contract;
  long ledger;

  /** Into the contract; negative out of it. */
  Kale kale;

  /** For Hibernate. */
  @SuppressWarnings("NullAway.Init")
  protected VaultPaymentEntity() {}

  /** The primary key. */
  record Key(UUID farmerId, Hash transactionHash, int place) implements Serializable {}
}
