package org.kalepool.block;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalLong;
import org.kalepool.stellar.Chain.LedgerTip;

/** The ledgers seen last, to tell in which one a block of a given timestamp opened. */
final class RecentLedgers {
  private static final int KEPT = 128;

  private final Deque<LedgerTip> seen = new ArrayDeque<>();

  void add(LedgerTip tip) {
    if (seen.size() == KEPT) {
      seen.removeFirst();
    }
    seen.addLast(tip);
  }

  /** The ledger that closed at this time; close times are unique. */
  OptionalLong closedAt(long closeTime) {
    return seen.stream()
        .filter(tip -> tip.closeTime() == closeTime)
        .mapToLong(LedgerTip::sequence)
        .findFirst();
  }
}
