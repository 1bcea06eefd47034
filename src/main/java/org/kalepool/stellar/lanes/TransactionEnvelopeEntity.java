package org.kalepool.stellar.lanes;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Hash;

/** A row of {@code transaction_envelopes}: an envelope that was stored to be sent. */
@Entity
@Immutable
@Table(name = "transaction_envelopes")
class TransactionEnvelopeEntity {
  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  @Nullable Long id;

  long transactionId;
  Hash hash;
  long sequence;

  /** Base64 XDR; null once it cannot matter any more. */
  @Nullable String envelope;

  /** Unix seconds. */
  long maxTime;

  Instant at;

  /** For Hibernate. */
  @SuppressWarnings("NullAway.Init")
  protected TransactionEnvelopeEntity() {}
}
