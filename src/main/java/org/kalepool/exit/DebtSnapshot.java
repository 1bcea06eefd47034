package org.kalepool.exit;

import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;
import org.kalepool.stellar.Holdings;

/** All that the payment of a debt is decided on, read before and not changed by it. */
record DebtSnapshot(DebtRepository.Debt debt, PayoutReading reading, ExitState state, Purse purse) {

  /** What a pooler's wallet has left while its debts are gone through. */
  record Purse(Kale kale, Xlm xlm) {
    static Purse of(@Nullable Holdings wallet) {
      Kale kale = wallet == null || !wallet.authorized() ? null : wallet.kale();
      return new Purse(
          kale == null ? Kale.ZERO : kale, wallet == null ? Xlm.ZERO : wallet.spendable());
    }

    /** The same with this debt's amounts set aside. */
    Purse without(DebtRepository.Debt debt) {
      return new Purse(kale.minus(debt.kale()), xlm.minus(debt.xlm()));
    }
  }
}
