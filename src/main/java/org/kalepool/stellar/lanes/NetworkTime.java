package org.kalepool.stellar.lanes;

import jakarta.inject.Singleton;
import org.kalepool.stellar.RpcException;
import org.kalepool.stellar.rpc.NetworkWatch;
import org.kalepool.stellar.rpc.StellarRpc;

/** When it is, by the network. */
@Singleton
final class NetworkTime {
  private final StellarRpc rpc;
  private final NetworkWatch status;

  NetworkTime(StellarRpc rpc, NetworkWatch status) {
    this.rpc = rpc;
    this.status = status;
  }

  /**
   * The newest close time seen, Unix seconds, asked for if nothing was seen lately.
   *
   * @throws RpcException if the node cannot be asked
   */
  long now() {
    if (!status.seenLately()) {
      rpc.tip();
    }
    return status.view().closeTime();
  }

  /** The newest ledger seen. */
  long ledger() {
    return status.view().ledger();
  }
}
