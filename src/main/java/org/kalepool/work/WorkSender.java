package org.kalepool.work;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.kalepool.block.Blocks.Current;
import org.kalepool.kale.Address;

/** The way on which a work goes to the network. */
public interface WorkSender {
  /** The account whose transactions carry this farmer's works. */
  Address lane(PlantedFarmer farmer);

  /** Tells at what time each account is next needed for a work. */
  void expect(Map<Address, Instant> lanes);

  /** Takes works over to be sent; every hash has been computed again. */
  void send(List<DueWork> works, Current current);
}
