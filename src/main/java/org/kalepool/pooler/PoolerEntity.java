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

/** A row of {@code poolers}. */
@Entity
@Table(name = "poolers")
@NamedNativeQuery(name = "Pooler.lockTable", query = "lock table poolers in exclusive mode")
@NamedNativeQuery(
    name = "Pooler.lock",
    query =
        "select case when active then max_farmers else 0 end from poolers where id = :id"
            + " for no key update",
    resultClass = Integer.class)
class PoolerEntity {
  @Id UUID id;
  String name;
  Address wallet;
  int shareBasisPoints;
  int maxFarmers;
  boolean active;
  boolean own;

  /** What it may owe and have at stake together; nobody looks at the own one's. */
  Kale maxDebt;

  /** Of the key that it calls with; null without one. */
  byte @Nullable [] keyHash;

  Instant createdAt;

  /** For Hibernate. */
  @SuppressWarnings("NullAway.Init")
  protected PoolerEntity() {}

  /** This process's own. */
  PoolerEntity(
      UUID id, String name, Address wallet, int shareBasisPoints, int maxFarmers, Instant now) {
    this.id = id;
    this.name = name;
    this.wallet = wallet;
    this.shareBasisPoints = shareBasisPoints;
    this.maxFarmers = maxFarmers;
    this.active = true;
    this.own = true;
    this.maxDebt = Kale.ZERO;
    this.createdAt = now;
  }

  /** One on a machine of its own. */
  PoolerEntity(UUID id, RemotePoolers.Newcomer newcomer, Instant now) {
    this.id = id;
    this.name = newcomer.name();
    this.wallet = newcomer.wallet();
    this.shareBasisPoints = newcomer.shareBasisPoints();
    this.maxFarmers = newcomer.maxFarmers();
    this.active = true;
    this.own = false;
    this.maxDebt = newcomer.maxDebt();
    this.createdAt = now;
  }
}
