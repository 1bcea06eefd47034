package org.kalepool.pages;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kalepool.farmer.Registered;

/**
 * The form for joining.
 *
 * @param typed what the farmer has typed so far
 * @param quote what it will be asked for, null while the network cannot be asked
 * @param once names this very registration, so that sent twice it is made once
 * @param contracts whether payouts can go to contracts
 * @param network the passphrase that a wallet in the browser has to have; null if it is not known
 */
public record JoinView(
    List<PoolerView> poolers,
    Typed typed,
    FormErrors wrong,
    Registered.@Nullable Funding quote,
    String csrf,
    String once,
    boolean contracts,
    @Nullable String network) {
  private static final long BLOCKS_A_DAY = 288;

  /**
   * As it was typed.
   *
   * @param when in which blocks to be planted, as it was chosen
   */
  public record Typed(
      String pooler,
      String address,
      String memo,
      String memoType,
      String stake,
      String interval,
      String when) {}

  /** XLM that a day of farming costs. */
  public long dayFees() {
    return quote == null ? 0 : quote.feesPerBlock() * BLOCKS_A_DAY;
  }
}
