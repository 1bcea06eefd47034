package org.kalepool.harvest;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** A row of {@code vanished_blocks}: a block that is missing before its time. */
@Entity
@Table(name = "vanished_blocks")
class VanishedBlockEntity {
  @Id long blockIndex;

  /** In which it was first missed. */
  long seenLedger;

  Instant at;

  /** For Hibernate. */
  @SuppressWarnings("NullAway.Init")
  protected VanishedBlockEntity() {}
}
