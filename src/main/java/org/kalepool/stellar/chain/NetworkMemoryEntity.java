package org.kalepool.stellar.chain;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.NamedNativeQuery;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The row of {@code network_memory}. */
@Entity
@Table(name = "network_memory")
@NamedNativeQuery(
    name = "NetworkMemory.hasBooks",
    // asked before any module that owns these has begun
    query = "select exists (select 1 from known_farmers) or exists (select 1 from transactions)",
    resultClass = Boolean.class)
@NamedNativeQuery(
    name = "NetworkMemory.remember",
    query =
        """
        insert into network_memory (passphrase, contract, asset, asset_contract, anchor_ledger,
          anchor_hash, ledger, close_time, noted_at)
        values (:passphrase, :contract, :asset, :assetContract, :anchorLedger, :anchorHash,
          :ledger, :closeTime, :now)
        on conflict (single) do update set passphrase = excluded.passphrase,
          contract = excluded.contract, asset = excluded.asset,
          asset_contract = excluded.asset_contract, anchor_ledger = excluded.anchor_ledger,
          anchor_hash = excluded.anchor_hash, ledger = excluded.ledger,
          close_time = excluded.close_time, noted_at = excluded.noted_at
        """)
class NetworkMemoryEntity {
  @Id boolean single;
  String passphrase;
  String contract;
  String asset;
  String assetContract;

  /** Null if no node has told a hash. */
  @Nullable Long anchorLedger;

  @Nullable String anchorHash;
  long ledger;

  /** Unix seconds. */
  long closeTime;

  Instant notedAt;

  /** For Hibernate. */
  @SuppressWarnings("NullAway.Init")
  protected NetworkMemoryEntity() {}
}
