package org.kalepool.stellar.lanes;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Pail;
import org.kalepool.kale.Xlm;
import org.kalepool.stellar.Absences;
import org.kalepool.stellar.Call;
import org.kalepool.stellar.Cause;
import org.kalepool.stellar.Chain;
import org.kalepool.stellar.FarmerOnChain;
import org.kalepool.stellar.Outcome;
import org.kalepool.stellar.RpcErrorException;
import org.kalepool.stellar.RpcException;
import org.kalepool.stellar.chain.ContractEvents;
import org.kalepool.stellar.chain.EntryReader;
import org.kalepool.stellar.rpc.ConfiguredNetwork;
import org.kalepool.stellar.rpc.Rpc;
import org.kalepool.stellar.rpc.StellarRpc;
import org.kalepool.stellar.xdr.Envelope;
import org.kalepool.stellar.xdr.LedgerKeys;
import org.kalepool.stellar.xdr.SorobanData;
import org.kalepool.stellar.xdr.XdrException;
import org.stellar.sdk.xdr.LedgerKey;

/** Finds out what became of an envelope that may be in the network. */
@ApplicationScoped
class LaneFollower {
  private static final Logger LOG = Logger.getLogger(LaneFollower.class);

  private final StellarRpc rpc;
  private final Chain chain;
  private final ConfiguredNetwork settings;
  private final TransactionRepository store;
  private final LaneSender sender;
  private final Classifiers classifiers;
  private final Settlement settlement;
  private final Absences absences;
  private final Waits waits;

  LaneFollower(
      StellarRpc rpc,
      Chain chain,
      ConfiguredNetwork settings,
      TransactionRepository store,
      LaneSender sender,
      Classifiers classifiers,
      Settlement settlement,
      Absences absences,
      Waits waits) {
    this.rpc = rpc;
    this.chain = chain;
    this.settings = settings;
    this.store = store;
    this.sender = sender;
    this.classifiers = classifiers;
    this.settlement = settlement;
    this.absences = absences;
    this.waits = waits;
  }

  /**
   * Looks once.
   *
   * @throws RpcException if the node cannot be asked
   */
  void follow(LaneRow row) {
    LaneRow.Built built = row.envelope();
    Rpc.GetTransactionResponse looked = rpc.getTransaction(built.hash());
    Answer answer = classifiers.current().looked(row.request().call(), looked);
    if (isIncomplete(answer)) {
      // damaged on its way perhaps: then a second answer is not
      looked = rpc.getTransaction(built.hash());
      answer = classifiers.current().looked(row.request().call(), looked);
    }
    switch (answer) {
      case Answer.Landed landed -> {
        if (landed.unread() != null) {
          store.note(row.id(), LastAnswer.unclear(landed.unread()));
        }
        settlement.settle(row, landed(row, landed));
      }
      case Answer.Failed failed ->
          settlement.settle(
              row,
              new Outcome.Failed(
                  new Hash(built.hash()),
                  failed.ledger(),
                  failed.closeTime(),
                  fee(row, failed.fee()),
                  missedItsBlock(row, failed) ? Cause.FOOTPRINT_CHANGED : failed.cause(),
                  failed.detail()));
      default -> notFound(row, looked);
    }
  }

  private static boolean isIncomplete(Answer answer) {
    return switch (answer) {
      case Answer.Landed landed -> landed.fee() == null || landed.unread() != null;
      case Answer.Failed failed -> failed.fee() == null || failed.cause() == Cause.OTHER;
      default -> false;
    };
  }

  /**
   * What was charged; where no answer tells, all that was bid. The chain then has more XLM than the
   * books, never less, and the next reconciliation books what is over.
   */
  private static Xlm fee(LaneRow row, @Nullable Xlm told) {
    Xlm bid = Xlm.ofStroops(Envelope.read(row.envelope().envelope()).fee());
    if (told != null && !told.isNegative() && told.compareTo(bid) <= 0) {
      return told;
    }
    LOG.warnf(
        "the node does not tell what %s cost (%s); booked is its whole bid, %s XLM",
        row.envelope().hash(), told == null ? "no fee" : told + " XLM is more than it may", bid);
    return bid;
  }

  /**
   * For nodes that do not tell what a call died of: a plant whose block was over when it landed.
   */
  private boolean missedItsBlock(LaneRow row, Answer.Failed failed) {
    SorobanData data = Envelope.read(row.envelope().envelope()).data();
    return failed.cause() == Cause.CONTRACT_ERROR
        && failed.detail().equals("INVOKE_HOST_FUNCTION_TRAPPED")
        && row.request().call() instanceof Call.Plant
        && data != null
        && !data.writtenBlocks().contains(chain.farm().farm().index());
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

  private void notFound(LaneRow row, Rpc.GetTransactionResponse looked) {
    LaneRow.Built built = row.envelope();
    if (!tooLate(looked, built)) {
      sender.sendAgain(row);
    } else if (covers(looked, built)) {
      neverLanded(row, looked.latestLedgerCloseTime());
    } else {
      judgeBySequence(row, looked);
    }
  }

  private void neverLanded(LaneRow row, long now) {
    Long notAfter = row.request().notAfter();
    if (notAfter != null && now >= notAfter) {
      settlement.refuse(row, LaneBuilder.expiry(row), "not in any ledger until " + notAfter);
    } else {
      store.requeue(row.id(), LastAnswer.expired(row.lastAnswer()), waits.soon());
    }
  }

  /** The node's memory is too short; what the account has used tells whether it landed. */
  private void judgeBySequence(LaneRow row, Rpc.GetTransactionResponse looked) {
    LedgerKey key = LedgerKeys.account(row.lane());
    EntryReader entries = EntryReader.read(rpc, List.of(key));
    if (entries.ledger() < looked.latestLedger()) {
      // from before the time was over: the number may have been used since
      throw new RpcException(
          "the account was read as of ledger "
              + entries.ledger()
              + ", the transaction looked for as of "
              + looked.latestLedger());
    }
    Long sequence = entries.sequence(row.lane());
    if (!absences.isCertainOfAccount(row.lane(), sequence != null, entries.ledger())) {
      throw new RpcException(
          "no account " + row.lane() + " as of ledger " + entries.ledger() + ": asked again later");
    }
    if (sequence != null && sequence < row.envelope().sequence()) {
      neverLanded(row, looked.latestLedgerCloseTime());
    } else {
      settlement.refuse(
          row,
          Cause.SEQUENCE_TAKEN,
          "its sequence number was used, longer ago than the node remembers: read the chain");
    }
  }

  Outcome.Landed landed(LaneRow row, Answer.Landed landed) {
    Kale minted = landed.minted();
    if (minted == null && row.request().call() instanceof Call.Harvest harvest) {
      minted = mintedByEvents(harvest, row.envelope().hash(), landed.ledger());
    }
    return new Outcome.Landed(
        new Hash(row.envelope().hash()),
        landed.ledger(),
        landed.closeTime(),
        fee(row, landed.fee()),
        block(row, landed.ledger()),
        minted,
        landed.merged());
  }

  /** For nodes that give no events with a transaction. */
  private @Nullable Kale mintedByEvents(Call.Harvest harvest, String hash, long ledger) {
    try {
      Rpc.GetEventsResponse events =
          rpc.getEvents(ledger, List.of(settings.network().assetContract().text()), 1_000);
      return events.found().stream()
          .filter(event -> hash.equals(event.txHash()))
          .flatMap(event -> ContractEvents.minted(event, harvest.farmer()).stream())
          .reduce(Kale::plus)
          .orElse(null);
    } catch (XdrException | RpcErrorException e) {
      // newer than the decoder, or forgotten: that it landed is certain all the same
      LOG.warnf("what harvest %s minted cannot be read: %s", hash, e.getMessage());
      return null;
    }
  }

  /** The block a plant went into; where it declared two, the pail of that ledger tells which. */
  private @Nullable Long block(LaneRow row, long ledger) {
    SorobanData data = Envelope.read(row.envelope().envelope()).data();
    if (!(row.request().call() instanceof Call.Plant plant) || data == null) {
      return null;
    }
    List<Long> declared = data.writtenBlocks();
    if (declared.size() == 1) {
      return declared.getFirst();
    }
    FarmerOnChain farmer = chain.farmer(plant.farmer(), declared);
    if (farmer.ledger() < ledger) {
      throw new RpcException("the node does not have ledger " + ledger + " yet");
    }
    return declared.stream()
        .filter(index -> isOf(farmer.pails().get(index), ledger))
        .findFirst()
        .orElse(null);
  }

  private static boolean isOf(@Nullable Pail pail, long ledger) {
    return pail != null && pail.sequence() == ledger;
  }
}
