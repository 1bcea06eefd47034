package org.kalepool.stellar.chain;

import java.util.ArrayDeque;
import java.util.Deque;
import org.kalepool.stellar.Chain;

/** The recent mean time between ledgers, from those that were seen. Not safe for threads. */
final class LedgerPace {
  private static final int LONGEST = 200;
  private static final int MEMORY = 64;

  private final Deque<Chain.LedgerTip> seen = new ArrayDeque<>();
  private final double assumed;

  /**
   * @param assumed seconds between ledgers while too few were seen
   */
  LedgerPace(double assumed) {
    this.assumed = assumed;
  }

  void saw(long sequence, long closeTime) {
    Chain.LedgerTip last = seen.peekLast();
    if (last != null && sequence <= last.sequence()) {
      return;
    }
    if (last != null && sequence - last.sequence() > LONGEST) {
      // a gap of hours says nothing about now
      seen.clear();
    }
    seen.addLast(new Chain.LedgerTip(sequence, closeTime));
    while (seen.size() > MEMORY
        || seen.getLast().sequence() - seen.getFirst().sequence() > LONGEST) {
      seen.removeFirst();
    }
  }

  double seconds() {
    if (seen.size() < 2) {
      return assumed;
    }
    Chain.LedgerTip first = seen.getFirst();
    Chain.LedgerTip last = seen.getLast();
    double ledgers = last.sequence() - first.sequence();
    double seconds = last.closeTime() - first.closeTime();
    // close times are whole seconds: too few of them would be a wild guess
    return seconds < 5 && ledgers < 5 ? assumed : Math.max(seconds, 0.5) / ledgers;
  }
}
