package org.kalepool.vault;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.kale.Kale;
import org.kalepool.stellar.VaultMaking;

/** A row of {@code vaults}. */
@Entity
@Table(name = "vaults")
class VaultEntity {
  @Id UUID farmerId;
  Address contract;
  long number;
  Address owner;
  int basisPoints;
  Kale floor;
  Address address;
  Instant askedAt;
  @Nullable Long madeLedger;
  @Nullable Long stoppedLedger;
  @Nullable Long settledLedger;

  /** For Hibernate. */
  @SuppressWarnings("NullAway.Init")
  protected VaultEntity() {}

  VaultEntity(UUID farmer, Address contract, VaultMaking making, Address address, Instant now) {
    this.farmerId = farmer;
    this.contract = contract;
    this.number = making.id();
    this.owner = making.owner();
    this.basisPoints = making.basisPoints();
    this.floor = making.floor();
    this.address = address;
    this.askedAt = now;
  }
}
