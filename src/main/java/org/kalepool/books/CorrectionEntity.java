package org.kalepool.books;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;
import org.kalepool.books.Corrections.Correction;

/** A row of {@code corrections}. */
@Entity
@Immutable
@Table(name = "corrections")
class CorrectionEntity {
  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  @Nullable Long id;

  UUID farmerId;

  /** A {@link Corrections.What} in small letters. */
  String what;

  @Nullable Long blockIndex;

  /** Stroops of the asset that it is about, and so is the reward. */
  long amount;

  @Nullable Long reward;

  @Enumerated(EnumType.STRING)
  Debtor debtor;

  String cause;
  String why;
  long ledger;
  Instant at;

  /** For Hibernate. */
  @SuppressWarnings("NullAway.Init")
  protected CorrectionEntity() {}

  CorrectionEntity(Correction correction, long ledger, Instant at) {
    this.farmerId = correction.farmer();
    this.what = correction.what().name().toLowerCase(Locale.ROOT);
    this.blockIndex = correction.block();
    this.amount = correction.amount();
    this.reward = correction.reward();
    this.debtor = correction.debtor();
    this.cause = correction.cause();
    this.why = correction.why();
    this.ledger = ledger;
    this.at = at;
  }
}
