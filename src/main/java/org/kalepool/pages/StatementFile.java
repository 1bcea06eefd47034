package org.kalepool.pages;

import org.jspecify.annotations.Nullable;
import org.kalepool.pages.StatementView.Movement;
import org.kalepool.pages.StatementView.Sums;

/** A statement as comma-separated values (RFC 4180): amounts in whole units with a point. */
final class StatementFile {
  private StatementFile() {}

  static String of(StatementView view) {
    StringBuilder text = new StringBuilder();
    line(text, "time", "what", "block", "wallet_kale", "pails_kale", "wallet_xlm", "transaction");
    balance(text, view.from() + "T00:00:00Z", "opening balance", view.opening());
    for (Movement movement : view.movements()) {
      Sums change = movement.change();
      line(
          text,
          movement.at().toString(),
          movement.what(),
          movement.block() == null ? "" : movement.block().toString(),
          Figures.plain(change.wallet()),
          Figures.plain(change.pails()),
          Figures.plain(change.xlm()),
          movement.hash());
    }
    balance(text, view.to().plusDays(1) + "T00:00:00Z", "closing balance", view.closing());
    return text.toString();
  }

  private static void balance(StringBuilder text, String at, String what, Sums sums) {
    line(
        text,
        at,
        what,
        "",
        Figures.plain(sums.wallet()),
        Figures.plain(sums.pails()),
        Figures.plain(sums.xlm()),
        "");
  }

  private static void line(StringBuilder text, @Nullable String... values) {
    for (int i = 0; i < values.length; i++) {
      text.append(i == 0 ? "" : ",").append(quoted(values[i]));
    }
    text.append("\r\n");
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
