package org.kalepool.lab.sandbox.transaction;

import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.lab.sandbox.ledger.StoredEntry;

/** Who pays the reserve of an entry that comes or goes (CAP-33). */
final class Reserves {
  private final OpContext op;

  Reserves(OpContext op) {
    this.op = op;
  }

  @Nullable Address sponsorOf(Address owner) {
    return op.sponsors().get(owner);
  }

  /** Counts a new sub-entry of the owner; false when whoever pays cannot afford it. */
  boolean addSubEntry(Address owner) {
    Address sponsor = sponsorOf(owner);
    if (sponsor == null) {
      op.put(owner, op.account(owner).counts(1, 0, 0));
      return op.spendable(owner) >= 0;
    }
    op.put(owner, op.account(owner).counts(1, 1, 0));
    return sponsor(sponsor, 1);
  }

  void removeSubEntry(Address owner, StoredEntry entry) {
    Address sponsor = entry.sponsor();
    op.put(owner, op.account(owner).counts(-1, sponsor == null ? 0 : -1, 0));
    if (sponsor != null) {
      release(sponsor, 1);
    }
  }

  boolean sponsor(Address sponsor, int reserves) {
    op.put(sponsor, op.account(sponsor).counts(0, 0, reserves));
    return op.spendable(sponsor) >= 0;
  }

  void release(Address sponsor, int reserves) {
    op.put(sponsor, op.account(sponsor).counts(0, 0, -reserves));
  }
}
