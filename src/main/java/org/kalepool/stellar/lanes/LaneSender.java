package org.kalepool.stellar.lanes;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.jboss.logging.Logger;
import org.kalepool.kale.Hash;
import org.kalepool.stellar.Cause;
import org.kalepool.stellar.RpcErrorException;
import org.kalepool.stellar.RpcException;
import org.kalepool.stellar.chain.EntryReader;
import org.kalepool.stellar.chain.Terms;
import org.kalepool.stellar.rpc.Rpc;
import org.kalepool.stellar.rpc.StellarRpc;
import org.kalepool.stellar.xdr.Envelope;
import org.kalepool.stellar.xdr.LedgerKeys;
import org.kalepool.stellar.xdr.SorobanData;

/**
 * Sends stored envelopes. What the very first answer to an envelope refuses was never in the
 * network, so that is final. A later refusal is not: an earlier copy may still be on its way, and
 * only the follower can tell when none can land any more.
 */
@ApplicationScoped
class LaneSender {
  private static final Logger LOG = Logger.getLogger(LaneSender.class);

  private final StellarRpc rpc;
  private final TransactionRepository store;
  private final Classifiers classifiers;
  private final Settlement settlement;
  private final Terms terms;
  private final Waits waits;

  LaneSender(
      StellarRpc rpc,
      TransactionRepository store,
      Classifiers classifiers,
      Settlement settlement,
      Terms terms,
      Waits waits) {
    this.rpc = rpc;
    this.store = store;
    this.classifiers = classifiers;
    this.settlement = settlement;
    this.terms = terms;
    this.waits = waits;
  }

  /** Sends an envelope that no process can have sent before. */
  void sendFirst(LaneRow row) {
    switch (send(row)) {
      case Answer.Refused refused
          when refused.cause() == Cause.ACCOUNT_MISSING && paysItself(row.envelope()) ->
          // it was there when this was built, a moment ago: another node says so, which lags
          store.requeue(row.id(), LastAnswer.of(refused), waits.after(row.attempts()));
      case Answer.Refused expired when expired.cause() == Cause.EXPIRED ->
          store.requeue(row.id(), LastAnswer.of(expired), waits.after(row.attempts()));
      case Answer.Refused refused -> settlement.refuse(row, refused.cause(), refused.detail());
      case Answer.TryAgain tryAgain when tryAgain.takes() == Answer.Takes.A_HIGHER_BID ->
          store.requeue(row.id(), LastAnswer.of(tryAgain), waits.after(row.attempts()));
      case Answer.Resync resync -> resync(row, resync);
      case Answer.TryAgain tryAgain -> LOG.debugf("%s: %s", row.lane(), tryAgain.why());
      case Answer.Taken taken -> LOG.debugf("%s: %s", row.lane(), taken.status());
      case Answer.Unknown unknown -> LOG.debugf("%s: %s", row.lane(), unknown.why());
      case Answer.Landed landed -> throw new IllegalStateException("sending lands nothing");
      case Answer.Failed failed -> throw new IllegalStateException("sending lands nothing");
    }
  }

  /** Sends an envelope again that may be in the network already. */
  void sendAgain(LaneRow row) {
    if (send(row) instanceof Answer.Resync resync) {
      resync(row, resync);
    }
  }

  private static boolean paysItself(LaneRow.Built built) {
    Envelope.Content content = Envelope.read(built.envelope());
    return content.feePayer().equals(content.source());
  }

  private Answer send(LaneRow row) {
    LaneRow.Built built = row.envelope();
    try {
      Rpc.SendTransactionResponse sent = rpc.sendTransaction(built.envelope());
      Answer answer = classifiers.current().sent(sent);
      if (answer instanceof Answer.TryAgain tryAgain
          && tryAgain.takes() == Answer.Takes.A_HIGHER_BID) {
        learn(built, sent);
      }
      boolean mayBeIn = answer instanceof Answer.Taken || answer instanceof Answer.Unknown;
      Long sentLedger = mayBeIn ? sent.latestLedger() : null;
      store.answered(row.id(), LastAnswer.of(answer), sentLedger, waits.soon());
      return answer;
    } catch (RpcErrorException e) {
      Answer answer = Classifier.sendError(e);
      store.answered(row.id(), LastAnswer.of(answer), null, waits.soon());
      return answer;
    } catch (RpcException e) {
      // it may have arrived all the same
      LastAnswer none = LastAnswer.unanswered("unanswered: " + e.getMessage());
      store.answered(row.id(), none, null, waits.soon());
      return new Answer.Unknown(String.valueOf(e.getMessage()));
    }
  }

  /** The result of a refusal for the fee says which whole fee would have been enough. */
  private void learn(LaneRow.Built built, Rpc.SendTransactionResponse sent) {
    if (sent.errorResultXdr() == null) {
      return;
    }
    Envelope.Content content = Envelope.read(built.envelope());
    SorobanData data = content.data();
    long enough = Results.read(sent.errorResultXdr()).feeCharged();
    long inclusion = Math.max(0, enough - (data == null ? 0 : data.resourceFee()));
    terms.refusedBelow(data != null, Math.ceilDiv(inclusion, Math.max(1, content.feeOperations())));
  }

  /**
   * The node says that the sequence number is not the account's next. Either it lags, and the same
   * envelope is sent again later; or the number is used up: by this transaction, or, if a node that
   * knows of that ledger does not know this transaction, by another, and then it can never land.
   */
  private void resync(LaneRow row, Answer.Resync answer) {
    LaneRow.Built built = row.envelope();
    EntryReader entries = EntryReader.read(rpc, List.of(LedgerKeys.account(row.lane())));
    Long sequence = entries.sequence(row.lane());
    if (sequence == null || sequence < built.sequence()) {
      return;
    }
    Rpc.GetTransactionResponse looked = rpc.getTransaction(built.hash());
    boolean unknown =
        classifiers.current().looked(row.request().call(), looked) instanceof Answer.Unknown;
    boolean knowsThatLedger =
        looked.latestLedger() >= entries.ledger() && LaneFollower.covers(looked, built);
    if (unknown && knowsThatLedger) {
      LOG.debugf("%s: %s is used, building anew", row.lane(), new Hash(built.hash()));
      store.requeue(row.id(), LastAnswer.of(answer), waits.soon());
    }
  }
}
