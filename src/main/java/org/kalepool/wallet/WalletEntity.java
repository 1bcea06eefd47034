package org.kalepool.wallet;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.NamedNativeQuery;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.kalepool.kale.Address;

/** A row of {@code wallets}: a key, sealed. */
@Entity
@Table(name = "wallets")
@NamedNativeQuery(
    name = "Wallet.lockRoot",
    query = "select 1 from (select pg_advisory_xact_lock(:lock)) locked",
    resultClass = Integer.class)
class WalletEntity {
  @Id UUID id;
  UUID owner;
  Address publicKey;
  short format;
  String kekId;
  byte[] wrappedKey;
  byte[] sealedSecret;
  Instant createdAt;

  /** For Hibernate. */
  @SuppressWarnings("NullAway.Init")
  protected WalletEntity() {}

  WalletEntity(UUID id, UUID owner, Address account, SealedSecret secret, Instant now) {
    this.id = id;
    this.owner = owner;
    this.publicKey = account;
    this.format = (short) secret.format();
    this.kekId = secret.kekId();
    this.wrappedKey = secret.wrappedKey();
    this.sealedSecret = secret.sealed();
    this.createdAt = now;
  }
}
