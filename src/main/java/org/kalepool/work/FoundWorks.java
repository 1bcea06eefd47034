package org.kalepool.work;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.kalepool.books.Debtor;
import org.kalepool.books.PlantFound;
import org.kalepool.kale.Pail;
import org.kalepool.stellar.Cause;

/**
 * Records what the pail says of the work in plants whose landing the pool has not seen. Where the
 * block still runs, nothing is decided: it is worked like any other.
 */
@Singleton
final class FoundWorks {
  private static final WorkRepository.Failure NEVER_WORKED =
      new WorkRepository.Failure(
          Cause.NEVER_WORKED, "found on the chain", Debtor.ofWork(Cause.NEVER_WORKED));

  private final WorkRepository works;

  FoundWorks(WorkRepository works) {
    this.works = works;
  }

  void found(@Observes PlantFound event) {
    Pail pail = event.pail();
    if (pail != null && pail.worked()) {
      works.found(event, pail, null);
    } else if (event.harvested()) {
      // only what was worked can be harvested; how well, nobody can say any more
      works.found(event, null, null);
    } else if (!event.running()) {
      works.found(event, null, NEVER_WORKED);
    }
  }
}
