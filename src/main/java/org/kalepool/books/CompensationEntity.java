package org.kalepool.books;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Kale;

/** A row of {@code compensations}: what a pooler owes a farmer for a stake that was lost. */
@Entity
@Immutable
@Table(name = "compensations")
class CompensationEntity {
  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  @Nullable Long id;

  UUID poolerId;
  UUID farmerId;

  /** Null for what an operator's correction makes the pooler owe. */
  @Nullable Long blockIndex;

  Kale amount;
  String cause;
  Instant at;

  /** For Hibernate. */
  @SuppressWarnings("NullAway.Init")
  protected CompensationEntity() {}
}
