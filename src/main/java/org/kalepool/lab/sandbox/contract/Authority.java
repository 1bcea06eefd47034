package org.kalepool.lab.sandbox.contract;

import java.util.List;
import org.kalepool.kale.Address;

/** Says whether an address has allowed a call, with the calls below it. */
interface Authority {
  /**
   * Sees to it that an address has authorized a call.
   *
   * @throws HostTrap when it has not
   */
  void require(Address address, CallTarget call, List<CallTarget> below);
}
