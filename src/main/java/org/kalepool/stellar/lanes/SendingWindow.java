package org.kalepool.stellar.lanes;

import jakarta.inject.Singleton;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.kalepool.kale.Address;
import org.kalepool.stellar.TransactionSettings;

/**
 * How many envelopes may wait in the network at once. A node forgets what has found no room in a
 * few ledgers and refuses it for ten more, so more than those ledgers hold is better kept back.
 * What is in here is a hint: the database says what is open, and each sweep counts anew.
 */
@Singleton
final class SendingWindow {
  private final TransactionRepository store;
  private final int most;

  // guarded by this
  private int inFlight;
  private final Set<Address> waiting = new LinkedHashSet<>();

  SendingWindow(TransactionRepository store, TransactionSettings settings) {
    this.store = store;
    this.most = settings.maxInFlight();
  }

  /** Counts anew how many envelopes are in flight by the database. */
  void recount() {
    int built = store.inFlight();
    synchronized (this) {
      inFlight = built;
    }
  }

  /** How many more may be sent. */
  synchronized int room() {
    return Math.max(0, most - inFlight);
  }

  /** Takes a place; if there is none, false, and the lane is named when one becomes free. */
  synchronized boolean enter(Address lane) {
    if (inFlight >= most) {
      waiting.add(lane);
      return false;
    }
    waiting.remove(lane);
    inFlight++;
    return true;
  }

  /** Has a lane named when a place becomes free. */
  synchronized void await(Address lane) {
    waiting.add(lane);
  }

  /** Gives a place back; the lane whose turn it is now. */
  synchronized Optional<Address> leave() {
    inFlight = Math.max(0, inFlight - 1);
    Iterator<Address> first = waiting.iterator();
    if (!first.hasNext()) {
      return Optional.empty();
    }
    Address next = first.next();
    first.remove();
    return Optional.of(next);
  }
}
