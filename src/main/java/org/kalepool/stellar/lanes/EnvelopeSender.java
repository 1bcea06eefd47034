package org.kalepool.stellar.lanes;

import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;
import org.kalepool.stellar.RpcErrorException;
import org.kalepool.stellar.RpcException;
import org.kalepool.stellar.chain.Terms;
import org.kalepool.stellar.rpc.Rpc;
import org.kalepool.stellar.rpc.StellarRpc;
import org.kalepool.stellar.xdr.Envelope;
import org.kalepool.stellar.xdr.SorobanData;

/** Sends an envelope and tells what the answer means; what to do about it others decide. */
@Singleton
final class EnvelopeSender {
  private final StellarRpc rpc;
  private final Classifiers classifiers;
  private final Terms terms;

  EnvelopeSender(StellarRpc rpc, Classifiers classifiers, Terms terms) {
    this.rpc = rpc;
    this.classifiers = classifiers;
    this.terms = terms;
  }

  /**
   * What a node said.
   *
   * @param last the same, to be remembered
   * @param takenLedger the ledger the node was at if it may have the envelope now, null if not
   */
  record Said(Answer answer, LastAnswer last, @Nullable Long takenLedger) {}

  Said send(String envelope) {
    try {
      Rpc.SendTransactionResponse sent = rpc.sendTransaction(envelope);
      Answer answer = classifiers.current().sent(sent);
      if (answer instanceof Answer.TryAgain tryAgain
          && tryAgain.takes() == Answer.Takes.A_HIGHER_BID) {
        learn(envelope, sent);
      }
      boolean mayBeIn = answer instanceof Answer.Taken || answer instanceof Answer.Unknown;
      return new Said(answer, LastAnswer.of(answer), mayBeIn ? sent.latestLedger() : null);
    } catch (RpcErrorException e) {
      Answer answer = Classifier.sendError(e);
      return new Said(answer, LastAnswer.of(answer), null);
    } catch (RpcException e) {
      // it may have arrived all the same
      return new Said(
          new Answer.Unknown(String.valueOf(e.getMessage())),
          LastAnswer.unanswered("unanswered: " + e.getMessage()),
          null);
    }
  }

  /** The result of a refusal for the fee says which whole fee would have been enough. */
  private void learn(String envelope, Rpc.SendTransactionResponse sent) {
    if (sent.errorResultXdr() == null) {
      return;
    }
    Envelope.Content content = Envelope.read(envelope);
    SorobanData data = content.data();
    long enough = Results.read(sent.errorResultXdr()).feeCharged();
    long inclusion = Math.max(0, enough - (data == null ? 0 : data.resourceFee()));
    terms
        .inclusion()
        .refusedBelow(data != null, Math.ceilDiv(inclusion, Math.max(1, content.feeOperations())));
  }
}
