package org.kalepool.ops;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import org.hibernate.annotations.Immutable;

/** The row of the view {@code pool_sums}. */
@Entity
@Immutable
@Table(name = "pool_sums")
class PoolSumsView {
  @Id int id;
  long blocks;
  long planted;
  long plantFailures;
  long works;
  long harvested;
  long lost;
  long openPails;
  BigDecimal rewards;
  BigDecimal forfeits;
  BigDecimal openStake;

  /** For Hibernate. */
  @SuppressWarnings("NullAway.Init")
  protected PoolSumsView() {}
}
