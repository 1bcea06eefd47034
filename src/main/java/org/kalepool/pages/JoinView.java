package org.kalepool.pages;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kalepool.farmer.Registered;

/**
 * The form for joining.
 *
 * @param typed what the farmer has typed so far
 * @param quote what it will be asked for, null while the network cannot be asked
 * @param vault what a vault costs; null where there are none
 * @param once names this very registration, so that sent twice it is made once
 * @param network the passphrase that a wallet in the browser has to have; null if it is not known
 */
public record JoinView(
    List<PoolerView> poolers,
    Typed typed,
    FormErrors wrong,
    Registered.@Nullable Funding quote,
    @Nullable VaultOffer vault,
    String csrf,
    String once,
    @Nullable String network) {
  private static final long BLOCKS_A_DAY = 288;

  /**
   * As it was typed.
   *
   * @param when in which blocks to be planted, as it was chosen
   * @param custody where the KALE is to lie, as it was chosen
   * @param floor KALE of a vault that is never planted
   */
  public record Typed(
      String pooler,
      String address,
      String memo,
      String memoType,
      String stake,
      String interval,
      String when,
      String custody,
      String floor) {
    public boolean wantsVault() {
      return custody.equals("VAULT");
    }
  }

  /**
   * What a vault costs.
   *
   * @param pooler the name of the only one who farms from vaults
   * @param shareBasisPoints its part of what is gained, for ever
   * @param leastDeposit stroops of KALE for which it is made
   */
  public record VaultOffer(String pooler, int shareBasisPoints, long leastDeposit) {}

  /** XLM that a day of farming costs. */
  public long dayFees() {
    return quote == null ? 0 : quote.feesPerBlock() * BLOCKS_A_DAY;
  }
}
