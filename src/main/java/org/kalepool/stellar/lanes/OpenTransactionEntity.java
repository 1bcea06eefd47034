package org.kalepool.stellar.lanes;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.stellar.Action;

/** A row of the view {@code open_transactions}. */
@Entity
@Immutable
@Table(name = "open_transactions")
class OpenTransactionEntity {
  @Id long id;
  Address lane;

  @Enumerated(EnumType.STRING)
  TransactionState state;

  String call;
  @Nullable Long notAfterTime;
  int attempts;
  @Nullable Long sequence;
  @Nullable Hash hash;
  @Nullable Hash innerHash;
  @Nullable Long maxTime;
  @Nullable Long builtLedger;
  @Nullable Long sentLedger;
  @Nullable Instant nextTryAt;

  @Enumerated(EnumType.STRING)
  LastAnswer.@Nullable Kind lastAnswerKind;

  @Nullable String lastAnswer;
  Instant createdAt;
  UUID farmerId;
  @Nullable Long blockIndex;

  @Enumerated(EnumType.STRING)
  Action action;

  /** The lower, the more is lost by waiting. */
  int turn;

  /** How many it has had. */
  int envelopes;

  /** The one in flight. */
  @Nullable String envelope;

  /** What that bids for an operation, stroops. */
  @Nullable Long inclusionBid;

  @Nullable String bidReason;

  /** For Hibernate. */
  @SuppressWarnings("NullAway.Init")
  protected OpenTransactionEntity() {}
}
