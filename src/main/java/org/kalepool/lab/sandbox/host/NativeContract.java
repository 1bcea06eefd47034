package org.kalepool.lab.sandbox.host;

import java.util.List;
import org.kalepool.lab.sandbox.xdr.Val;

/**
 * A contract in Java. It is called as wasm is: in a frame of its own, whose writes and events are
 * undone when it throws a {@link HostFault}.
 */
public interface NativeContract {
  /**
   * @throws HostFault what the call fails with; {@link HostFault#contract} for errors of its own
   */
  Val call(NativeFrame frame, String function, List<Val> args);
}
