package org.kalepool.farmer;

import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.kalepool.db.OncePerTransaction;
import org.kalepool.stellar.Deed;
import org.kalepool.stellar.DeedsSettled;
import org.kalepool.stellar.TransactionEnding;

/**
 * Has whoever writes down the end of farmers' transactions hold the farmers, in the order of their
 * ids, before the transaction and the books, as everybody else does: taken in two orders, each
 * would wait for the other.
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
    hold(event.request().deeds().stream().map(Deed::farmer));
  }

  void first(@Observes @Priority(1) DeedsSettled event) {
    hold(event.each().stream().map(each -> each.request().farmer()));
  }

  private void hold(Stream<@Nullable UUID> farmers) {
    List<UUID> others =
        farmers
            .filter(Objects::nonNull)
            .distinct()
            .filter(farmer -> !once.has(new Held(farmer)))
            .toList();
    if (!others.isEmpty()) {
      this.farmers.hold(others);
      others.forEach(farmer -> once.note(new Held(farmer)));
    }
  }
}
