package org.kalepool.work;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.kalepool.block.Blocks.Current;
import org.kalepool.kale.Address;

/** The way on which a work goes to the network. */
public interface WorkSender {
  /** The account whose transactions carry this farmer's works. */
  Address lane(PlantedFarmer farmer);

  /** Whether works share transactions, so that it is better for them to go at once. */
  default boolean together() {
    return false;
  }

  /**
   * How many works of these farmers a ledger takes, if all of them share transactions and that is
   * known.
   */
  default OptionalInt room(List<PlantedFarmer> farmers) {
    return OptionalInt.empty();
  }

  /** Tells at what time each account is next needed for a work. */
  void expect(Map<Address, Instant> lanes);

  /** Takes works over to be sent; every hash has been computed again. */
  void send(List<DueWork> works, Current current);
}
