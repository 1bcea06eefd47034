package org.kalepool.lab.sandbox.host;

import java.util.List;
import org.kalepool.lab.sandbox.xdr.Val;

/**
 * A contract in Java. It is called as wasm is: in a frame of its own, whose writes and events are
 * undone when it throws a {@link HostFault}.
 */
public interface NativeContract {
  /**
   * Calls a function.
   *
   * @throws HostFault what the call fails with; {@link HostFault#contract} for errors of its own
   */
  Val call(NativeFrame frame, String function, List<Val> args);

  /**
   * Bytes of the code that it stands in for, which the network reads when it records what the
   * contract would have to allow; 0 when there is none.
   */
  default int codeBytes() {
    return 0;
  }
}
