package org.kalepool.stellar.lanes;

import jakarta.inject.Singleton;
import java.util.List;
import org.kalepool.kale.Address;
import org.kalepool.stellar.Absences;
import org.kalepool.stellar.Call;
import org.kalepool.stellar.Cause;
import org.kalepool.stellar.RpcException;
import org.kalepool.stellar.chain.EntryReader;
import org.kalepool.stellar.rpc.Rpc;
import org.kalepool.stellar.rpc.StellarRpc;
import org.kalepool.stellar.xdr.LedgerKeys;

/** Finds out what became of an envelope that may be in the network, and whether it still can be. */
@Singleton
final class EnvelopeFates {
  private final StellarRpc rpc;
  private final Classifiers classifiers;
  private final Absences absences;

  EnvelopeFates(StellarRpc rpc, Classifiers classifiers, Absences absences) {
    this.rpc = rpc;
    this.classifiers = classifiers;
    this.absences = absences;
  }

  /** What became of it. */
  sealed interface Fate {}

  /** It is in a ledger and did what it was for. */
  record Landed(Answer.Landed answer) implements Fate {}

  /** It is in a ledger, failed there and was charged for. */
  record Failed(Answer.Failed answer) implements Fate {}

  /**
   * It is in no ledger that the node knows, and may still land.
   *
   * @param ledger the newest that the node knows
   */
  record Open(long ledger) implements Fate {}

  /**
   * It is in no ledger and can land no more.
   *
   * @param now the close time of the ledger that tells so, Unix seconds
   */
  record Gone(long now) implements Fate {}

  /** Its sequence number was used, by it or by another, longer ago than the node remembers. */
  record Used() implements Fate {}

  /**
   * Looks once.
   *
   * @throws RpcException if the node cannot be asked, or nothing can be concluded yet
   */
  Fate of(Address lane, Call call, LaneRow.Built built) {
    Rpc.GetTransactionResponse looked = rpc.getTransaction(built.hash());
    Answer answer = classifiers.current().looked(call, looked);
    if (isIncomplete(call, answer)) {
      // damaged on its way perhaps: then a second answer is not
      looked = rpc.getTransaction(built.hash());
      answer = classifiers.current().looked(call, looked);
    }
    return switch (answer) {
      case Answer.Landed landed -> new Landed(landed);
      case Answer.Failed failed -> new Failed(failed);
      default -> notFound(lane, built, looked);
    };
  }

  /**
   * Looks once for one that a fee bump of ours has replaced. A node may tell the bump's end under
   * the hash of what is inside: that is found under its own hash, with who paid it.
   *
   * @throws RpcException if the node cannot be asked, or nothing can be concluded yet
   */
  Fate ofReplaced(Address lane, Call call, LaneRow.Built built) {
    Rpc.GetTransactionResponse looked = rpc.getTransaction(built.hash());
    return looked.feeBump() && built.innerHash() == null
        ? new Open(looked.latestLedger())
        : of(lane, call, built);
  }

  private static boolean isIncomplete(Call call, Answer answer) {
    return switch (answer) {
      case Answer.Landed landed ->
          landed.fee() == null
              || landed.unread() != null
              || (call instanceof Call.Many && landed.items() == null);
      case Answer.Failed failed -> failed.fee() == null || failed.cause() == Cause.OTHER;
      default -> false;
    };
  }

  private Fate notFound(Address lane, LaneRow.Built built, Rpc.GetTransactionResponse looked) {
    if (!tooLate(looked, built)) {
      return new Open(looked.latestLedger());
    }
    return covers(looked, built)
        ? new Gone(looked.latestLedgerCloseTime())
        : bySequence(lane, built, looked);
  }

  /**
   * Whether this node's memory covers every ledger that the envelope could have landed in. One that
   * has not come as far as the envelope's making is of another network, or far behind.
   */
  static boolean covers(Rpc.GetTransactionResponse looked, LaneRow.Built built) {
    return looked.oldestLedger() > 0
        && looked.oldestLedger() <= built.ledger() + 1
        && looked.latestLedger() >= built.ledger();
  }

  /** Whether the envelope can land no more, on the word of a node that has seen its time pass. */
  static boolean tooLate(Rpc.GetTransactionResponse looked, LaneRow.Built built) {
    return looked.latestLedgerCloseTime() > built.maxTime();
  }

  /** The node's memory is too short; what the account has used tells whether it landed. */
  private Fate bySequence(Address lane, LaneRow.Built built, Rpc.GetTransactionResponse looked) {
    EntryReader entries = EntryReader.read(rpc, List.of(LedgerKeys.account(lane)));
    if (entries.ledger() < looked.latestLedger()) {
      // from before the time was over: the number may have been used since
      throw new RpcException(
          "the account was read as of ledger "
              + entries.ledger()
              + ", the transaction looked for as of "
              + looked.latestLedger());
    }
    Long sequence = entries.sequence(lane);
    if (!absences.isCertainOfAccount(lane, sequence != null, entries.ledger())) {
      throw new RpcException(
          "no account " + lane + " as of ledger " + entries.ledger() + ": asked again later");
    }
    return sequence != null && sequence < built.sequence()
        ? new Gone(looked.latestLedgerCloseTime())
        : new Used();
  }

  /**
   * Whether another transaction has taken the envelope's sequence number, so that it can never
   * land: a node that knows of that ledger does not know this transaction.
   *
   * @throws RpcException if the node cannot be asked
   */
  boolean isOvertaken(Address lane, Call call, LaneRow.Built built) {
    EntryReader entries = EntryReader.read(rpc, List.of(LedgerKeys.account(lane)));
    Long sequence = entries.sequence(lane);
    if (sequence == null || sequence < built.sequence()) {
      return false;
    }
    Rpc.GetTransactionResponse looked = rpc.getTransaction(built.hash());
    boolean unknown = classifiers.current().looked(call, looked) instanceof Answer.Unknown;
    boolean knowsThatLedger = looked.latestLedger() >= entries.ledger() && covers(looked, built);
    return unknown && knowsThatLedger;
  }
}
