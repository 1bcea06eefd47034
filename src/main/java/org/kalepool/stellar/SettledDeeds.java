package org.kalepool.stellar;

import jakarta.enterprise.event.Event;
import jakarta.inject.Singleton;
import java.util.List;

/** Tells of deeds that have ended, inside the database transaction that stores their ends. */
@Singleton
public final class SettledDeeds {
  private final Event<DeedsSettled> together;
  private final Event<TransactionSettled> alone;

  SettledDeeds(Event<DeedsSettled> together, Event<TransactionSettled> alone) {
    this.together = together;
    this.alone = alone;
  }

  /**
   * Tells of them.
   *
   * @param each of one transaction, in the order of their places
   */
  public void tell(List<TransactionSettled> each) {
    together.fire(new DeedsSettled(each));
    each.forEach(alone::fire);
  }
}
