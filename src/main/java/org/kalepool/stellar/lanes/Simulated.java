package org.kalepool.stellar.lanes;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kalepool.stellar.xdr.SorobanData;
import org.stellar.sdk.xdr.SCVal;
import org.stellar.sdk.xdr.SorobanAuthorizationEntry;

/** What came of simulating a contract call. */
public sealed interface Simulated {
  /**
   * It would succeed.
   *
   * @param returned what the call would return, null if the node did not tell
   */
  record Ready(SorobanData data, List<SorobanAuthorizationEntry> auth, @Nullable SCVal returned)
      implements Simulated {}

  /** It would not, or cannot be told now; nothing was sent. */
  record Stopped(Answer answer) implements Simulated {}
}
