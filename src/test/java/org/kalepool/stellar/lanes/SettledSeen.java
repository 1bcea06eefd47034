package org.kalepool.stellar.lanes;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.kalepool.stellar.TransactionSettled;

/** Keeps the ends that were told, and can refuse to hear of one. */
@Singleton
final class SettledSeen {
  private final List<TransactionSettled> seen = new CopyOnWriteArrayList<>();
  boolean refuseNext;

  void on(@Observes TransactionSettled event) {
    if (refuseNext) {
      refuseNext = false;
      throw new IllegalStateException("an observer fails");
    }
    seen.add(event);
  }

  void clear() {
    seen.clear();
    refuseNext = false;
  }

  List<TransactionSettled> all() {
    return new ArrayList<>(seen);
  }
}
