package org.kalepool.farmer;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Destination;

/** A row of {@code wallet_log_ins}. */
@Entity
@Table(name = "wallet_log_ins")
class WalletLogInEntity {
  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  @Nullable Long id;

  UUID farmerId;
  byte[] tokenHash;

  @Enumerated(EnumType.STRING)
  WalletLogIns.Place place;

  Instant at;
  Instant endsAt;

  /** Null while nobody has ended it. */
  @Nullable Instant endedAt;

  /** The address that was shown to be the holder's; null of log-ins from before it was kept. */
  @Nullable String wallet;

  /** The id that goes with it. */
  @Nullable String memo;

  /** For Hibernate. */
  @SuppressWarnings("NullAway.Init")
  protected WalletLogInEntity() {}

  WalletLogInEntity(
      UUID farmerId,
      byte[] tokenHash,
      WalletLogIns.Place place,
      Instant at,
      Instant endsAt,
      Destination wallet) {
    this.farmerId = farmerId;
    this.tokenHash = tokenHash.clone();
    this.place = place;
    this.at = at;
    this.endsAt = endsAt;
    this.wallet = wallet.text();
    this.memo = wallet.memo() == null ? null : wallet.memo().value();
  }
}
