package org.kalepool.work.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Which works go now. Where they share transactions and one ledger does not take all of a pool's,
 * these are those whose turn it is, and as many more as fill the ledger that they are in anyway: so
 * works share ledgers and transactions that would otherwise be in ones of their own. Pure
 * functions.
 */
public final class LedgerFill {
  /** A final work that is so many ledgers early earns hardly less. */
  private static final int EARLY_LEDGERS = 2;

  /** So many ledgers before the last waves' turn nothing waits for company any more. */
  private static final int LATE_LEDGERS = 6;

  /**
   * So many ledgers before the end a few better final works wait for the last call, with which all
   * of them go that were found meanwhile.
   */
  private static final double LAST_LEDGERS = 6;

  private static final double LAST_CALL = 2.5;

  /** Fewer than this part of a ledger are a few. */
  private static final int FEW = 10;

  private LedgerFill() {}

  /** What a work is to its farmer. */
  public enum Kind {
    /** The best that there is, with nothing sent before: the stake is lost without it. */
    FINAL,
    /** The best that there is, beside a lesser one that was sent. */
    BETTER_FINAL,
    /** The first of two, with nothing sent before. */
    FIRST,
    /** The first of two once more: a better hash than the one that was sent. */
    BETTER_FIRST
  }

  /**
   * A work that could go now.
   *
   * @param ledgers before its turn; 0 if it is, or was, its turn
   */
  public record Turn<W>(W work, Kind kind, int ledgers) {
    boolean due() {
      return ledgers <= 0;
    }
  }

  /**
   * The next ledger.
   *
   * @param room works that it takes
   * @param farmers who are worked for
   * @param asked works that were asked for since the newest ledger closed
   * @param left ledgers until the block's time is over
   */
  public record Next(int room, int farmers, int asked, double left) {
    int waves() {
      return Math.ceilDiv(Math.max(farmers, 1), room);
    }

    boolean late() {
      return left <= waves() + LATE_LEDGERS;
    }

    boolean lastCall() {
      return left <= LAST_CALL && left > LAST_CALL - 1;
    }
  }

  /** Those whose turn it is. */
  public static <W> List<W> inTurn(List<Turn<W>> turns) {
    return turns.stream().filter(Turn::due).map(Turn::work).toList();
  }

  /**
   * Those that go now where they share transactions. A final work goes when it is due; a few better
   * ones wait for the last call, after which they go only where others do. A first one waits until
   * there is at least half a ledger of works, unless it is late; a better first one goes only where
   * others do.
   *
   * @param turns of one farmer at most one, in the farmers' order
   */
  public static <W> List<W> together(List<Turn<W>> turns, Next ledger) {
    if (ledger.waves() <= 1) {
      return inTurn(turns);
    }
    boolean few =
        turns.stream().filter(it -> it.due() && it.kind() == Kind.BETTER_FINAL).count()
            < Math.max(1, ledger.room() / FEW);
    boolean better = !few || ledger.left() > LAST_LEDGERS || ledger.lastCall();
    List<Turn<W>> go =
        new ArrayList<>(turns.stream().filter(it -> must(it, ledger, better)).toList());
    List<Turn<W>> more =
        turns.stream()
            .filter(it -> !must(it, ledger, better) && may(it))
            .sorted(Comparator.comparingInt(Turn::ledgers))
            .toList();
    boolean begun = !go.isEmpty() || ledger.asked() > 0;
    boolean first = more.stream().anyMatch(it -> it.due() && it.kind() == Kind.FIRST);
    boolean many = 2 * (go.size() + more.size()) >= ledger.room();
    if (begun || (first && many)) {
      int room = Math.max(0, ledger.room() - ledger.asked() - go.size());
      more.stream().limit(room).forEach(go::add);
    }
    return go.stream().map(Turn::work).toList();
  }

  /**
   * Whether it goes whoever goes with it.
   *
   * @param better whether a better final work does
   */
  private static boolean must(Turn<?> turn, Next ledger, boolean better) {
    return turn.due()
        && switch (turn.kind()) {
          case FINAL -> true;
          case BETTER_FINAL -> better;
          case FIRST -> ledger.late();
          case BETTER_FIRST -> false;
        };
  }

  private static boolean may(Turn<?> turn) {
    return switch (turn.kind()) {
      case FINAL, BETTER_FINAL -> turn.ledgers() <= EARLY_LEDGERS;
      case FIRST -> true;
      case BETTER_FIRST -> turn.due();
    };
  }
}
