package org.kalepool.plant;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;
import org.kalepool.books.Books;
import org.kalepool.books.PlantFound;

/** Records plants whose landing the pool has not seen, as those it has. */
@ApplicationScoped
class FoundPlants {
  private final PlantStore store;
  private final Books books;

  FoundPlants(PlantStore store, Books books) {
    this.store = store;
    this.books = books;
  }

  /** Recording one twice changes nothing. */
  @Transactional
  void found(@Observes PlantFound event) {
    String hash = event.transaction() == null ? null : event.transaction().hex();
    boolean recorded =
        store.planted(event.farmer(), event.block(), event.stake(), event.ledger(), null, hash);
    if (recorded) {
      books.planted(event.farmer(), event.block(), event.stake(), event.ledger());
    }
  }
}
