package org.kalepool.web;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** A row of {@code operator_sessions}. */
@Entity
@Table(name = "operator_sessions")
class OperatorSessionEntity {
  @Id byte[] hash;

  /** The operator's name. */
  String operator;

  /** Of the key that it was opened with. */
  byte[] keyHash;

  Instant openedAt;
  Instant endsAt;

  /** For Hibernate. */
  @SuppressWarnings("NullAway.Init")
  protected OperatorSessionEntity() {}

  OperatorSessionEntity(
      byte[] hash, String operator, byte[] keyHash, Instant openedAt, Instant endsAt) {
    this.hash = hash;
    this.operator = operator;
    this.keyHash = keyHash;
    this.openedAt = openedAt;
    this.endsAt = endsAt;
  }
}
