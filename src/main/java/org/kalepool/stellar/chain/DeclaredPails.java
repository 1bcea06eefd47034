package org.kalepool.stellar.chain;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.stellar.RpcException;
import org.kalepool.stellar.rpc.Rpc;
import org.kalepool.stellar.rpc.StellarRpc;
import org.kalepool.stellar.xdr.Envelope;
import org.kalepool.stellar.xdr.SorobanData;
import org.kalepool.stellar.xdr.Xdr;

/** The pails in the footprint of a transaction that an event has told of. */
@ApplicationScoped
public class DeclaredPails {
  private final StellarRpc rpc;

  public DeclaredPails(StellarRpc rpc) {
    this.rpc = rpc;
  }

  /**
   * The account's pails that a transaction declares to write, in its order.
   *
   * @param ledger of the transaction, as the event tells it
   * @return empty if the node has forgotten the transaction
   * @throws RpcException if the node that told of it cannot tell more yet
   */
  Optional<List<Long>> of(Hash transaction, long ledger, Address account) {
    Rpc.GetTransactionResponse looked = rpc.getTransaction(transaction.hex());
    boolean unknown = "NOT_FOUND".equals(looked.status());
    if (unknown && looked.latestLedger() >= ledger) {
      return Optional.empty();
    }
    String envelope = looked.envelopeXdr();
    if (unknown || envelope == null) {
      throw new RpcException(
          "getTransaction does not tell what getEvents told of: %s in ledger %d, %s as of ledger %d"
              .formatted(transaction, ledger, looked.status(), looked.latestLedger()));
    }
    SorobanData data = Envelope.read(envelope).data();
    return Optional.of(
        data == null ? List.of() : Xdr.understand("a footprint", () -> data.writtenPails(account)));
  }
}
