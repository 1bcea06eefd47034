package org.kalepool.books;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.stellar.Receipts.Receipt;

/** A row of {@code deposit_payments}: one of the payments that a deposit is made of. */
@Entity
@Immutable
@Table(name = "deposit_payments")
@IdClass(DepositPaymentEntity.Key.class)
class DepositPaymentEntity {
  /** The deposit's. */
  @Id String key;

  /** Among its payments, from 0. */
  @Id int place;

  Hash hash;

  /** Among the payments of the transaction to the wallet, from 0. */
  int number;

  long ledger;

  /** Null where that is neither an account nor a contract. */
  @Nullable Address sender;

  /** Stroops. */
  long amount;

  /** For Hibernate. */
  @SuppressWarnings("NullAway.Init")
  protected DepositPaymentEntity() {}

  DepositPaymentEntity(String key, int place, Receipt receipt) {
    this.key = key;
    this.place = place;
    this.hash = receipt.transaction();
    this.number = receipt.number();
    this.ledger = receipt.ledger();
    this.sender = receipt.from();
    this.amount = receipt.stroops();
  }

  /** Both columns of the key. */
  record Key(String key, int place) implements Serializable {}
}
