package org.kalepool.stellar.lanes;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Objects;
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

  /** For an operation, stroops; null in those of before it was kept. */
  @Nullable Long inclusionBid;

  /** Why so much, for operators. */
  @Nullable String bidReason;

  /**
   * As one that may have landed in place of the one in flight.
   *
   * @param inFlight a fee bump of the same transaction
   */
  LaneRow.Built built(LaneRow.Built inFlight) {
    String kept = Objects.requireNonNull(envelope, "not kept");
    String inner = inFlight.innerHash();
    return new LaneRow.Built(
        kept,
        hash.hex(),
        hash.hex().equals(inner) ? null : inner,
        sequence,
        maxTime,
        inFlight.ledger(),
        null,
        inclusionBid == null || bidReason == null ? null : new Bids.Bid(inclusionBid, bidReason));
  }

  /** For Hibernate. */
  @SuppressWarnings("NullAway.Init")
  protected TransactionEnvelopeEntity() {}
}
