package org.kalepool.books;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code balance_days}: what a farmer had at the end of a day. Written with each
 * comparison after a block.
 */
@Entity
@IdClass(BalanceDayEntity.Key.class)
@Table(name = "balance_days")
class BalanceDayEntity {
  @Id UUID farmerId;

  /** In UTC. */
  @Id LocalDate day;

  /** The last one of that day. */
  long blockIndex;

  /** In the account and in open pails, stroops. */
  long kale;

  /** XLM spent on fees by then, in all, stroops; null for days of which that was not kept. */
  @Nullable Long fees;

  /** For Hibernate. */
  @SuppressWarnings("NullAway.Init")
  protected BalanceDayEntity() {}

  /** The primary key. */
  record Key(UUID farmerId, LocalDate day) implements Serializable {}
}
