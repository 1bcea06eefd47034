package org.kalepool.profit;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** A row of {@code block_fields}; written in SQL. */
@Entity
@Immutable
@Table(name = "block_fields")
class BlockFieldEntity {
  @Id long blockIndex;
  double parts;
  double ownParts;
  double expectedParts;
  double forfeited;
  double expected;
  double came;
  double factor;
  long pails;
  long works;
  double zeros;
  Instant at;
  @Nullable Double minGap;
  @Nullable Double maxGap;
  @Nullable Double minStake;
  @Nullable Double maxStake;
  @Nullable Double minZeros;
  @Nullable Double maxZeros;

  /** For Hibernate. */
  @SuppressWarnings("NullAway.Init")
  protected BlockFieldEntity() {}

  FieldSample sample() {
    return new FieldSample(
        blockIndex, parts, ownParts, expectedParts, forfeited, expected, came, limits());
  }

  private @Nullable FieldLimits limits() {
    if (minGap == null
        || maxGap == null
        || minStake == null
        || maxStake == null
        || minZeros == null
        || maxZeros == null) {
      return null;
    }
    return new FieldLimits(minGap, maxGap, minStake, maxStake, minZeros, maxZeros);
  }
}
