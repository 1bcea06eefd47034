package org.kalepool.books;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import org.hibernate.annotations.Immutable;
import org.kalepool.kale.Address;

/**
 * A row of {@code untold_bonds}: ledgers of which no node told what a pool contract was paid, later
 * than the one and not later than the other.
 */
@Entity
@Immutable
@Table(name = "untold_bonds")
@IdClass(UntoldBondEntity.Key.class)
class UntoldBondEntity {
  @Id Address contract;
  long afterLedger;
  @Id long throughLedger;

  /** For Hibernate. */
  @SuppressWarnings("NullAway.Init")
  protected UntoldBondEntity() {}

  UntoldBondEntity(Address contract, long afterLedger, long throughLedger) {
    this.contract = contract;
    this.afterLedger = afterLedger;
    this.throughLedger = throughLedger;
  }

  /** The primary key. */
  record Key(Address contract, long throughLedger) implements Serializable {}
}
