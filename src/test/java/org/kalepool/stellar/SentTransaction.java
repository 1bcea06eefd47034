package org.kalepool.stellar;

import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Sha256;
import org.kalepool.stellar.rpc.TestNetwork;
import org.kalepool.stellar.xdr.Envelope;
import org.kalepool.stellar.xdr.Xdr;
import org.stellar.sdk.xdr.TransactionV1Envelope;

/**
 * What a node reads of an envelope.
 *
 * @param maxTime Unix seconds
 */
record SentTransaction(String hash, Address source, long sequence, long maxTime) {
  static SentTransaction read(String envelope) {
    TransactionV1Envelope inner = RecordedCalls.inner(envelope);
    Envelope.Content content = Envelope.read(envelope);
    byte[] hash =
        Sha256.of(
            Xdr.bytes(
                out -> {
                  out.write(TestNetwork.settings().network().id());
                  out.writeInt(2);
                  inner.getTx().encode(out);
                }));
    return new SentTransaction(
        Hash.of(hash).hex(),
        content.source(),
        content.sequence(),
        inner
            .getTx()
            .getCond()
            .getTimeBounds()
            .getMaxTime()
            .getTimePoint()
            .getUint64()
            .getNumber()
            .longValueExact());
  }
}
