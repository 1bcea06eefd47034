package org.kalepool.pages;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kalepool.books.Movement;
import org.kalepool.books.Movement.Sums;
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
 * @param months what a longer period is made of, newest first; then there is nothing else
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
    List<Month> months,
    @Nullable String wrong,
    Explorer explorer) {
  public StatementView {
    movements = List.copyOf(movements);
    months = List.copyOf(months);
  }

  /** A month, or what of it is within the period. */
  public record Month(LocalDate from, LocalDate to) {}

  /** Whether it is too long for one page. */
  public boolean byMonths() {
    return shown == 0;
  }

  /** The first movements of a long statement. */
  public List<Movement> page() {
    return movements.subList(0, Math.min(shown, movements.size()));
  }

  /** How many are in the file only. */
  public int others() {
    return movements.size() - page().size();
  }
}
