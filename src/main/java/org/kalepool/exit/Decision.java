package org.kalepool.exit;

import java.util.List;
import org.kalepool.kale.Address;
import org.kalepool.kale.Xlm;
import org.kalepool.stellar.Call;

/** What is to be done about a leaving farmer with nothing open. */
sealed interface Decision {
  /**
   * Pay out.
   *
   * @param lane the source account that carries the transaction
   * @param xlmBefore what the custodial account holds, all of which the merge hands over but for
   *     the fee, if its own lane carries it
   * @param claimable whether the farmer's KALE is left as a claimable balance
   */
  record Pay(Split split, Address lane, List<Call.Op> operations, Xlm xlmBefore, boolean claimable)
      implements Decision {
    public Pay {
      operations = List.copyOf(operations);
    }
  }

  /** There is nothing to pay out and no account: the farmer never sent anything. */
  record Gone() implements Decision {}

  /**
   * Wait.
   *
   * @param detail figures for the farmer and the operator
   */
  record Wait(Obstacle obstacle, String detail) implements Decision {}
}
