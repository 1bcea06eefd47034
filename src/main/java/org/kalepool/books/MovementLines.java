package org.kalepool.books;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kalepool.books.Movement.Sums;

/** A statement as comma-separated values (RFC 4180): amounts in whole units with a point. */
final class MovementLines {
  private static final int DECIMALS = 7;

  private MovementLines() {}

  static String head() {
    return line("time", "what", "block", "wallet_kale", "pails_kale", "wallet_xlm", "transaction");
  }

  static String opening(LocalDate from, Sums sums) {
    return line(
        from + "T00:00:00Z",
        "opening balance",
        "",
        plain(sums.wallet()),
        plain(sums.pails()),
        plain(sums.xlm()),
        "");
  }

  static String closing(LocalDate to, Sums sums) {
    return line(
        to.plusDays(1) + "T00:00:00Z",
        "closing balance",
        "",
        plain(sums.wallet()),
        plain(sums.pails()),
        plain(sums.xlm()),
        "");
  }

  static String of(List<Movement> movements) {
    StringBuilder text = new StringBuilder();
    for (Movement movement : movements) {
      Sums change = movement.change();
      text.append(
          line(
              movement.at().toString(),
              movement.what(),
              movement.block() == null ? "" : movement.block().toString(),
              plain(change.wallet()),
              plain(change.pails()),
              plain(change.xlm()),
              movement.hash()));
    }
    return text.toString();
  }

  private static String plain(long stroops) {
    return BigDecimal.valueOf(stroops, DECIMALS).stripTrailingZeros().toPlainString();
  }

  private static String line(@Nullable String... values) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < values.length; i++) {
      text.append(i == 0 ? "" : ",").append(quoted(values[i]));
    }
    return text.append("\r\n").toString();
  }

  /** What a spreadsheet would take for a formula is made a text; numbers are none. */
  private static String quoted(@Nullable String value) {
    if (value == null) {
      return "";
    }
    boolean formula = !value.isEmpty() && "=+-@\t\r".indexOf(value.charAt(0)) >= 0;
    String text = formula && !value.matches("-?[0-9.]+") ? "'" + value : value;
    return text.matches("[^\",\r\n]*") ? text : "\"" + text.replace("\"", "\"\"") + "\"";
  }
}
