package org.kalepool.block;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.NamedNativeQuery;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A row of {@code farm_pauses}. */
@Entity
@Table(name = "farm_pauses")
@NamedNativeQuery(
    name = "FarmPause.begin",
    // the index that two begun pauses violate is one of an expression, which HQL cannot name
    query =
        "insert into farm_pauses (from_ledger, at) values (:ledger, :now) on conflict do nothing")
class FarmPauseEntity {
  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  @Nullable Long id;

  long fromLedger;

  /** Null while it lasts. */
  @Nullable Long toLedger;

  Instant at;

  /** For Hibernate. */
  @SuppressWarnings("NullAway.Init")
  protected FarmPauseEntity() {}
}
