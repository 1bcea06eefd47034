package org.kalepool.pooler;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.UUID;
import org.hibernate.annotations.Immutable;

/** A row of the view {@code pooler_totals}, see {@link PoolerStatistics.Totals}. */
@Entity
@Immutable
@Table(name = "pooler_totals")
class PoolerTotalsView {
  @Id UUID poolerId;
  long blocks;
  long wished;
  long planted;
  long workable;
  long worked;
  long harvested;
  long lost;
  long rewards;
  long forfeits;
  long compensations;

  /** For Hibernate. */
  @SuppressWarnings("NullAway.Init")
  protected PoolerTotalsView() {}
}
