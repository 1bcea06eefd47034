package org.kalepool.books;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Objects;
import org.kalepool.books.Corrections.Correction;

/** The table {@code corrections}. Writes join the caller's transaction. */
@Singleton
class CorrectionRepository implements PanacheRepositoryBase<CorrectionEntity, Long> {
  private final Clock clock;

  CorrectionRepository(Clock clock) {
    this.clock = clock;
  }

  /** The new row's number. */
  long insert(Correction correction, long ledger) {
    CorrectionEntity row = new CorrectionEntity(correction, ledger, clock.instant());
    persist(row);
    return Objects.requireNonNull(row.id);
  }
}
