package org.kalepool.pooler;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.NamedNativeQuery;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.kale.Kale;

/** A row of {@code pooler_bonds}: the account for a pooler's bond, and what was seen of it. */
@Entity
@Table(name = "pooler_bonds")
@NamedNativeQuery(
    name = "Bond.lock",
    query = "select 1 from pooler_bonds where pooler_id = :pooler for no key update",
    resultClass = Integer.class)
class BondEntity {
  @Id UUID poolerId;
  Address account;
  long settledLedger;
  long seenLedger;

  /** What the books have and the account had not in that ledger. */
  Kale missing;

  @Nullable String waitingFor;
  Instant createdAt;

  /** For Hibernate. */
  @SuppressWarnings("NullAway.Init")
  protected BondEntity() {}

  BondEntity(UUID poolerId, Address account, Instant now) {
    this.poolerId = poolerId;
    this.account = account;
    this.missing = Kale.ZERO;
    this.createdAt = now;
  }
}
