package org.kalepool.ops;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.math.BigDecimal;
import java.util.UUID;
import org.hibernate.annotations.Immutable;

/** A row of the view {@code block_poolers}. */
@Entity
@Immutable
@Table(name = "block_poolers")
@IdClass(BlockPoolerView.Key.class)
class BlockPoolerView {
  @Id long blockIndex;
  @Id UUID poolerId;
  int farmers;
  int planted;
  int worked;
  int harvested;
  int lost;
  BigDecimal staked;
  BigDecimal rewards;

  /** For Hibernate. */
  @SuppressWarnings("NullAway.Init")
  protected BlockPoolerView() {}

  /** What makes a row another one. */
  record Key(long blockIndex, UUID poolerId) implements Serializable {}
}
