package org.kalepool.harvest;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;
import org.kalepool.books.Books;
import org.kalepool.books.Debtor;
import org.kalepool.books.HarvestFound;
import org.kalepool.books.PailWrittenOff;

/** Records what became of pails without the pool having seen it. */
@ApplicationScoped
class FoundHarvests {
  private final HarvestRepository harvests;
  private final Books books;

  FoundHarvests(HarvestRepository harvests, Books books) {
    this.harvests = harvests;
    this.books = books;
  }

  /** Recording one twice changes nothing. */
  @Transactional
  void found(@Observes @Priority(200) HarvestFound event) {
    boolean recorded =
        harvests.harvested(
            event.farmer(),
            event.block(),
            event.stake(),
            event.reward(),
            event.ledger(),
            null,
            event.transaction());
    if (recorded) {
      books.harvested(event.farmer(), event.block(), event.stake(), event.reward(), event.ledger());
    }
  }

  @Transactional
  void writtenOff(@Observes @Priority(200) PailWrittenOff event) {
    harvests
        .writtenOff(event)
        .ifPresent(
            pooler ->
                books.forfeited(
                    event.farmer(),
                    pooler,
                    event.block(),
                    event.stake(),
                    event.debtor() == Debtor.POOLER,
                    event.why()));
  }
}
