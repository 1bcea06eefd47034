package org.kalepool.stellar.lanes;

import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Farm;
import org.kalepool.stellar.RpcException;
import org.kalepool.stellar.TransactionRequest;
import org.kalepool.stellar.rpc.StellarRpc;

/** Has calls simulated by a node. */
@Singleton
final class CallSimulator {
  private final StellarRpc rpc;
  private final Classifiers classifiers;

  CallSimulator(StellarRpc rpc, Classifiers classifiers) {
    this.rpc = rpc;
    this.classifiers = classifiers;
  }

  /**
   * Simulates.
   *
   * @param unsigned the request's envelope, base64
   * @param newest the newest ledger known
   * @param farm as read with the lane's account
   * @throws RpcException if the node cannot be asked
   */
  CallSimulation simulate(
      TransactionRequest request, String unsigned, long newest, @Nullable Farm farm) {
    return new CallSimulation(
        request, rpc.simulateTransaction(unsigned), classifiers.current(), newest, farm);
  }
}
