package org.kalepool.pages;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kalepool.farmer.FarmerAnswer;

/**
 * A farmer's statement of some days. Amounts are stroops; {@code opening} and the sum of the
 * movements make {@code closing}.
 *
 * @param at the path of the page that shows it
 * @param from the first day
 * @param to the last day
 * @param movements oldest first
 * @param shown how many of them the page shows; all are in the file
 */
public record StatementView(
    String at,
    FarmerAnswer farmer,
    LocalDate from,
    LocalDate to,
    Sums opening,
    Sums closing,
    List<Movement> movements,
    int shown,
    @Nullable String wrong,
    Explorer explorer) {
  public StatementView {
    movements = List.copyOf(movements);
  }

  /**
   * What is where, or how it changes.
   *
   * @param wallet KALE in the custodial account
   * @param pails KALE in open pails
   * @param xlm XLM in the custodial account
   */
  public record Sums(long wallet, long pails, long xlm) {
    static final Sums NOTHING = new Sums(0, 0, 0);

    Sums plus(Sums other) {
      return new Sums(
          Math.addExact(wallet, other.wallet),
          Math.addExact(pails, other.pails),
          Math.addExact(xlm, other.xlm));
    }

    Sums minus(Sums other) {
      return plus(new Sums(-other.wallet, -other.pails, -other.xlm));
    }
  }

  /** One entry of the farmer's journal. */
  public record Movement(
      Instant at, String what, @Nullable Long block, @Nullable String hash, Sums change) {}

  /** The first movements of a long statement. */
  public List<Movement> page() {
    return movements.subList(0, Math.min(shown, movements.size()));
  }

  /** How many are in the file only. */
  public int others() {
    return movements.size() - page().size();
  }

  /** All changes together. */
  public Sums change() {
    return closing.minus(opening);
  }
}
