package org.kalepool.lab.sandbox.host;

import java.util.List;

/** What the network counts around a call: reading the entries and writing down what changed. */
final class Wrapping {
  private final Host host;

  Wrapping(Host host) {
    this.host = host;
  }

  void charge(List<EntryChange> changes) {
    for (EntryChange change : changes) {
      EntryState after = change.after();
      if (after != null) {
        host.budget().charge(CostType.VAL_SER, after.data().length / 8 + 1, 8);
      }
    }
  }
}
