package org.kalepool.plant;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;
import org.kalepool.books.Books;
import org.kalepool.books.PlantFound;

/** Records plants whose landing the pool has not seen, as those it has. */
@ApplicationScoped
class FoundPlants {
  private final PlantingRepository plantings;
  private final Books books;

  FoundPlants(PlantingRepository plantings, Books books) {
    this.plantings = plantings;
    this.books = books;
  }

  /** Recording one twice changes nothing. */
  @Transactional
  void found(@Observes PlantFound event) {
    boolean recorded =
        plantings.planted(
            event.farmer(),
            event.block(),
            event.stake(),
            event.ledger(),
            null,
            event.transaction());
    if (recorded) {
      books.planted(event.farmer(), event.block(), event.stake(), event.ledger());
    }
  }
}
