package org.kalepool.pooler;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.kale.Kale;

/** A row of the view {@code bond_standings}, see {@link Bonds.Bond}. */
@Entity
@Immutable
@Table(name = "bond_standings")
class BondView {
  @Id UUID poolerId;
  Address account;
  Address wallet;
  boolean active;
  Kale booked;
  Kale missing;
  long settledLedger;
  @Nullable String waitingFor;
  boolean free;

  /** For Hibernate. */
  @SuppressWarnings("NullAway.Init")
  protected BondView() {}
}
