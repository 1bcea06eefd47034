package org.kalepool.farmer;

import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.kalepool.db.OncePerTransaction;
import org.kalepool.stellar.TransactionEnding;
import org.kalepool.stellar.TransactionSettled;

/**
 * Has whoever writes down the end of a farmer's transaction hold the farmer before the transaction
 * and the books, as everybody else does: taken in two orders, each would wait for the other.
 */
@Singleton
final class SettlementOrder {
  private final StoredFarmers farmers;
  private final OncePerTransaction once;

  SettlementOrder(StoredFarmers farmers, OncePerTransaction once) {
    this.farmers = farmers;
    this.once = once;
  }

  /** A farmer whose row is held until the transaction ends. */
  private record Held(UUID farmer) {}

  void ending(@Observes TransactionEnding event) {
    hold(event.request().farmer());
  }

  void first(@Observes @Priority(1) TransactionSettled event) {
    hold(event.request().farmer());
  }

  private void hold(@Nullable UUID farmer) {
    if (farmer != null && !once.has(new Held(farmer))) {
      farmers.lock(farmer);
      once.note(new Held(farmer));
    }
  }
}
