package org.kalepool.stellar.lanes;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.kalepool.kale.Hash;
import org.kalepool.stellar.Cause;
import org.kalepool.stellar.xdr.Envelope;

/**
 * Sends stored envelopes. What the very first answer to an envelope refuses was never in the
 * network, so that is final. A later refusal is not: an earlier copy may still be on its way, and
 * only the follower can tell when none can land any more.
 */
@ApplicationScoped
class LaneSender {
  private static final Logger LOG = Logger.getLogger(LaneSender.class);

  private final EnvelopeSender sender;
  private final EnvelopeFates fates;
  private final TransactionRepository store;
  private final Settlement settlement;
  private final Fares fares;
  private final Waits waits;

  LaneSender(
      EnvelopeSender sender,
      EnvelopeFates fates,
      TransactionRepository store,
      Settlement settlement,
      Fares fares,
      Waits waits) {
    this.sender = sender;
    this.fates = fates;
    this.store = store;
    this.settlement = settlement;
    this.fares = fares;
    this.waits = waits;
  }

  /** Sends an envelope that no process can have sent before. */
  void sendFirst(LaneRow row) {
    EnvelopeSender.Said said = send(row);
    if (said.takenLedger() != null) {
      fares.sent(row, said.takenLedger());
    }
    switch (said.answer()) {
      case Answer.Refused refused
          when refused.cause() == Cause.ACCOUNT_MISSING && paysItself(row.envelope()) ->
          // it was there when this was built, a moment ago: another node says so, which lags
          store.requeue(row.id(), LastAnswer.of(refused), waits.after(row.attempts()));
      case Answer.Refused expired when expired.cause() == Cause.EXPIRED ->
          store.requeue(row.id(), LastAnswer.of(expired), waits.after(row.attempts()));
      case Answer.Refused refused -> settlement.refuse(row, refused.cause(), refused.detail());
      case Answer.TryAgain tryAgain when tryAgain.takes() == Answer.Takes.A_HIGHER_BID ->
          store.requeue(row.id(), LastAnswer.of(tryAgain), waits.after(row.attempts()));
      case Answer.Resync resync -> resync(row, resync, List.of());
      case Answer.TryAgain tryAgain -> LOG.debugf("%s: %s", row.lane(), tryAgain.why());
      case Answer.Taken taken -> LOG.debugf("%s: %s", row.lane(), taken.status());
      case Answer.Unknown unknown -> LOG.debugf("%s: %s", row.lane(), unknown.why());
      case Answer.Landed landed -> throw new IllegalStateException("sending lands nothing");
      case Answer.Failed failed -> throw new IllegalStateException("sending lands nothing");
    }
  }

  /** Sends an envelope again that may be in the network already. */
  void sendAgain(LaneRow row, List<LaneRow.Built> replaced) {
    Answer answer = send(row).answer();
    if (answer instanceof Answer.Resync resync) {
      resync(row, resync, replaced);
    } else if (!(answer instanceof Answer.Taken) && !replaced.isEmpty()) {
      // a node that refuses the bump may have forgotten what is inside
      send(row.with(replaced.getFirst()));
    }
  }

  /** Sends a fee bump; whatever is said to it, what it replaces may still land. */
  void sendBump(LaneRow row) {
    send(row);
  }

  private static boolean paysItself(LaneRow.Built built) {
    Envelope.Content content = Envelope.read(built.envelope());
    return content.feePayer().equals(content.source());
  }

  private EnvelopeSender.Said send(LaneRow row) {
    EnvelopeSender.Said said = sender.send(row.envelope().envelope());
    store.answered(row.id(), said.last(), said.takenLedger(), waits.soon());
    return said;
  }

  /**
   * The node says that the sequence number is not the account's next. Either it lags, and the same
   * envelope is sent again later; or the number is used up: by this transaction, or, if a node that
   * knows of that ledger does not know this transaction, by another, and then it can never land.
   */
  private void resync(LaneRow row, Answer.Resync answer, List<LaneRow.Built> replaced) {
    LaneRow.Built built = row.envelope();
    if (Stream.concat(Stream.of(built), replaced.stream())
        .allMatch(one -> fates.isOvertaken(row.lane(), row.request().call(), one))) {
      LOG.debugf("%s: %s is used, building anew", row.lane(), new Hash(built.hash()));
      store.requeue(row.id(), LastAnswer.of(answer), waits.soon());
    }
  }
}
