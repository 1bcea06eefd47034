package org.kalepool.pages;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kalepool.farmer.PayoutChanges;
import org.kalepool.farmer.WalletLogIns;

/**
 * Who can act for a farmer.
 *
 * @param logIns by the payout wallet, newest first
 * @param payoutWallet where the farmer is paid out to
 * @param coming the change of it that waits, null if none does
 * @param byWallet whether the farmer has logged in by that wallet, so that it can name another
 * @param note what was done just now, null if nothing
 */
public record AccessView(
    List<WalletLogIns.LogIn> logIns,
    String payoutWallet,
    PayoutChanges.@Nullable Change coming,
    boolean byWallet,
    Typed typed,
    FormErrors wrong,
    @Nullable String note,
    String csrf,
    Instant now) {
  public AccessView {
    logIns = List.copyOf(logIns);
  }

  /** Another payout wallet, as it was typed. */
  public record Typed(String address, String memo, String memoType) {
    static final Typed NOTHING = new Typed("", "", "text");
  }

  /** How a log-in stands. */
  public String state(WalletLogIns.LogIn logIn) {
    if (logIn.endedAt() != null) {
      return "ended";
    }
    return logIn.endsAt().isAfter(now) ? "open" : "over";
  }

  /** Whether it was in a browser, and not by a program. */
  public boolean inBrowser(WalletLogIns.LogIn logIn) {
    return logIn.place() == WalletLogIns.Place.BROWSER;
  }

  /** Whether any can still be ended. */
  public boolean anyOpen() {
    return logIns.stream().anyMatch(each -> state(each).equals("open"));
  }
}
