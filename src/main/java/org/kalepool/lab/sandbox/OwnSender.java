package org.kalepool.lab.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.kalepool.kale.Address;
import org.kalepool.lab.sandbox.ledger.Data;
import org.kalepool.lab.sandbox.rpc.Simulator;
import org.kalepool.lab.sandbox.transaction.Network;
import org.kalepool.lab.sandbox.transaction.SignedTransaction;
import org.stellar.sdk.InvokeHostFunctionOperation;
import org.stellar.sdk.KeyPair;
import org.stellar.sdk.Transaction;
import org.stellar.sdk.xdr.SorobanAuthorizationEntry;

/** Sends calls of contracts as any client would: simulated, signed, queued for the next ledger. */
final class OwnSender {
  private final Network network;
  private final Simulator simulator;
  private final TxMaker maker;

  OwnSender(Network network, Simulator simulator, TxMaker maker) {
    this.network = network;
    this.simulator = simulator;
    this.maker = maker;
  }

  /**
   * Sends one, unless the simulation says that it would fail.
   *
   * @param fee inclusion fee, stroops
   * @return whether it was sent; whether it lands the next ledgers tell
   */
  boolean send(KeyPair key, long fee, InvokeHostFunctionOperation operation) {
    Address source = Address.account(key.getPublicKey());
    Data.Account account = network.store().account(source);
    long sequence = account == null ? 1 : account.sequence() + 1;
    Transaction draft = maker.make(source, sequence, fee, List.of(operation), null, 0);
    ObjectNode simulation =
        simulator.simulate(parse(draft.toEnvelopeXdrBase64()), network.store(), network.latest());
    if (simulation.has("error")) {
      return false;
    }
    List<SorobanAuthorizationEntry> auth = new ArrayList<>();
    for (var entry : simulation.path("results").path(0).path("auth")) {
      auth.add(authorization(entry.asText()));
    }
    Transaction ready =
        maker.make(
            source,
            sequence,
            fee + simulation.path("minResourceFee").asLong(),
            List.of(operation.toBuilder().auth(auth).build()),
            simulation.path("transactionData").asText(),
            0);
    network.send(parse(TxMaker.signed(ready, key)), network.rules().baseFee());
    return true;
  }

  private SignedTransaction parse(String envelope) {
    return SignedTransaction.parse(envelope, network.rules().networkId()).orElseThrow();
  }

  private static SorobanAuthorizationEntry authorization(String base64) {
    try {
      return SorobanAuthorizationEntry.fromXdrBase64(base64);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
