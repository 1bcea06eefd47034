package org.kalepool.stellar;

import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;

/**
 * An existing account and its KALE trustline as of one ledger.
 *
 * @param xlm its native balance
 * @param spendable what of that is above its reserve and selling liabilities
 * @param sequence its current sequence number
 * @param kale balance of the trustline, null if it has none
 * @param kaleLimit the trustline's limit, null if it has none
 */
public record Holdings(
    Address account,
    Xlm xlm,
    Xlm spendable,
    long sequence,
    @Nullable Kale kale,
    @Nullable Kale kaleLimit,
    long ledger) {
  public boolean hasTrustline() {
    return kale != null;
  }
}
