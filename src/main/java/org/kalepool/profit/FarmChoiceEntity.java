package org.kalepool.profit;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** A row of {@code farm_choices}; written in SQL. */
@Entity
@Immutable
@Table(name = "farm_choices")
@IdClass(FarmChoiceEntity.Key.class)
class FarmChoiceEntity {
  @Id UUID farmerId;
  @Id long blockIndex;
  String choice;
  String farmWhen;
  long stake;
  long reward;
  long fees;
  long gain;
  long saved;
  @Nullable Long price;
  double factor;
  @Nullable Integer harvestAfter;
  long wishedStake;
  double wishedParts;
  long wishedFees;
  double parts;
  int share;
  long risked;
  @Nullable Long always;
  @Nullable Long behind;
  Instant at;
  @Nullable Long came;
  boolean counted;

  /** For Hibernate. */
  @SuppressWarnings("NullAway.Init")
  protected FarmChoiceEntity() {}

  /** What names a row. */
  record Key(UUID farmerId, long blockIndex) implements Serializable {}
}
