package org.kalepool.profit;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.Immutable;

/** A row of {@code block_fields}; written in SQL. */
@Entity
@Immutable
@Table(name = "block_fields")
class BlockFieldEntity {
  @Id long blockIndex;
  double parts;
  double ownParts;
  double forfeited;
  double expected;
  double came;
  double factor;
  long pails;
  long works;
  double zeros;
  Instant at;

  /** For Hibernate. */
  @SuppressWarnings("NullAway.Init")
  protected BlockFieldEntity() {}
}
