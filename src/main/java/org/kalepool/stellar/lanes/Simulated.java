package org.kalepool.stellar.lanes;

import java.util.List;
import org.kalepool.stellar.xdr.SorobanData;
import org.stellar.sdk.xdr.SorobanAuthorizationEntry;

/** What came of simulating a contract call. */
public sealed interface Simulated {
  /** It would succeed. */
  record Ready(SorobanData data, List<SorobanAuthorizationEntry> auth) implements Simulated {}

  /** It would not, or cannot be told now; nothing was sent. */
  record Stopped(Answer answer) implements Simulated {}
}
