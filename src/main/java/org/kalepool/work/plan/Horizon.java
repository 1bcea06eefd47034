package org.kalepool.work.plan;

/**
 * In which of the ledgers to come the next block may open. Ledgers are counted from the newest one
 * known: 1 is the next. A work counts only if it lands before the ledger that opens the next block:
 * in that ledger the order is chance, and the first of many plants to come opens.
 */
final class Horizon {
  private final double[] opening;

  private Horizon(double[] opening) {
    this.opening = opening;
  }

  /**
   * Looks so many ledgers ahead.
   *
   * @param elapsed whole seconds since the newest known ledger closed
   * @param ledgers what lies beyond is counted as if it were the last of them
   */
  static Horizon of(BlockView block, NetworkMeasures network, int elapsed, int ledgers) {
    double[] due = new double[ledgers + 1];
    Spread delay = network.openingDelay();
    int past = block.ledgersPastDue();
    if (past > 0) {
      return new Horizon(overdue(delay, past, ledgers));
    }
    firstDue(due, block.dueAt() - block.lastClose(), network.ledgerSeconds(), elapsed);
    double[] opening = new double[ledgers + delay.largest() + 1];
    for (int first = 1; first <= ledgers; first++) {
      for (int late = 0; late <= delay.largest(); late++) {
        opening[first + late] += due[first] * delay.at(late);
      }
    }
    return new Horizon(opening);
  }

  /** The last ledger in which the next block may open, as far as this looks. */
  int last() {
    return opening.length - 1;
  }

  /** The chance that the next block opens in this ledger. */
  double opensIn(int ledger) {
    return ledger < 0 || ledger > last() ? 0 : opening[ledger];
  }

  /** The chance that the next block opens later than in this ledger. */
  double opensAfter(int ledger) {
    double sum = 0;
    for (int later = Math.max(ledger + 1, 0); later <= last(); later++) {
      sum += opening[later];
    }
    return sum;
  }

  /** The delay is known to be longer than what has passed already. */
  private static double[] overdue(Spread delay, int past, int ledgers) {
    double[] opening = new double[Math.max(ledgers, delay.largest()) + 2];
    double left = past < delay.largest() ? delay.beyond(past - 1) : 0;
    double rest = 1;
    for (int ledger = 1; ledger < opening.length; ledger++) {
      // As late as ever seen, or later: as likely in the next ledger as not.
      double chance = left > 0 ? delay.at(past + ledger - 1) / left : rest / 2;
      opening[ledger] = chance;
      rest -= chance;
    }
    opening[opening.length - 1] += Math.max(rest, 0);
    return opening;
  }

  /** Adds up ledger times until they reach the due time. */
  private static void firstDue(double[] due, long seconds, Spread pace, int elapsed) {
    int left = (int) Math.max(seconds, 1);
    double[] closed = new double[left];
    closed[0] = 1;
    double open = 1;
    for (int ledger = 1; ledger < due.length && open > 1e-12; ledger++) {
      double[] next = new double[left];
      boolean late = ledger == 1 && pace.beyond(elapsed) <= 0;
      double scale = ledger == 1 && !late ? 1 / pace.beyond(elapsed) : 1;
      int least = ledger == 1 && !late ? elapsed + 1 : 1;
      for (int at = 0; at < left; at++) {
        for (int step = least; closed[at] > 0 && step <= pace.largest(); step++) {
          // A ledger later than any seen is expected every moment.
          int to = at + (late ? elapsed + 1 : step);
          double chance = closed[at] * pace.at(step) * scale;
          if (to >= left) {
            due[ledger] += chance;
          } else {
            next[to] += chance;
          }
        }
      }
      open -= due[ledger];
      closed = next;
    }
    due[due.length - 1] += Math.max(open, 0);
  }
}
