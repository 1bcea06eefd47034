package org.kalepool.stellar.lanes;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Pail;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.Call;
import org.kalepool.stellar.Cause;
import org.kalepool.stellar.Chain;
import org.kalepool.stellar.FarmerOnChain;
import org.kalepool.stellar.NetworkStatus;
import org.kalepool.stellar.Outcome;
import org.kalepool.stellar.RpcErrorException;
import org.kalepool.stellar.RpcException;
import org.kalepool.stellar.chain.ContractEvents;
import org.kalepool.stellar.rpc.ConfiguredNetwork;
import org.kalepool.stellar.rpc.Rpc;
import org.kalepool.stellar.rpc.StellarRpc;
import org.kalepool.stellar.xdr.Envelope;
import org.kalepool.stellar.xdr.SorobanData;
import org.kalepool.stellar.xdr.XdrException;

/** Finds out what became of an envelope that may be in the network. */
@ApplicationScoped
class LaneFollower {
  private static final Logger LOG = Logger.getLogger(LaneFollower.class);

  private final StellarRpc rpc;
  private final Chain chain;
  private final ConfiguredNetwork settings;
  private final TransactionRepository store;
  private final LaneSender sender;
  private final FeeBumps bumps;
  private final Fares fares;
  private final NetworkStatus status;
  private final EnvelopeFates fates;
  private final Settlement settlement;
  private final Waits waits;

  LaneFollower(
      StellarRpc rpc,
      Chain chain,
      ConfiguredNetwork settings,
      TransactionRepository store,
      LaneSender sender,
      FeeBumps bumps,
      Fares fares,
      NetworkStatus status,
      EnvelopeFates fates,
      Settlement settlement,
      Waits waits) {
    this.rpc = rpc;
    this.chain = chain;
    this.settings = settings;
    this.store = store;
    this.sender = sender;
    this.bumps = bumps;
    this.fares = fares;
    this.status = status;
    this.fates = fates;
    this.settlement = settlement;
    this.waits = waits;
  }

  /**
   * Looks once.
   *
   * @throws RpcException if the node cannot be asked
   */
  void follow(LaneRow row) {
    LaneRow.Built built = row.envelope();
    switch (fates.of(row.lane(), row.request().call(), built)) {
      case EnvelopeFates.Landed landed -> ended(row, landed);
      case EnvelopeFates.Failed failed -> ended(row, failed);
      case EnvelopeFates.Fate unsettled -> otherwise(row, unsettled);
    }
  }

  /** Where a fee bump has not landed, one that it replaced may have. */
  private void otherwise(LaneRow row, EnvelopeFates.Fate ofTheLast) {
    EnvelopeFates.Fate fate = ofTheLast;
    List<LaneRow.Built> replaced = store.replaced(row);
    for (LaneRow.Built older : replaced) {
      EnvelopeFates.Fate one = fates.ofReplaced(row.lane(), row.request().call(), older);
      if (one instanceof EnvelopeFates.Landed || one instanceof EnvelopeFates.Failed) {
        ended(row.with(older), one);
        return;
      }
      if (!(one instanceof EnvelopeFates.Gone) && !(fate instanceof EnvelopeFates.Used)) {
        fate = one;
      }
    }
    if (fate instanceof EnvelopeFates.Open) {
      fares.waits(row, status.view().ledger());
      if (!bumps.bump(row)) {
        sender.sendAgain(row, replaced);
      }
    } else {
      ended(row, fate);
    }
  }

  private void ended(LaneRow row, EnvelopeFates.Fate fate) {
    LaneRow.Built built = row.envelope();
    switch (fate) {
      case EnvelopeFates.Landed(Answer.Landed landed) -> {
        if (landed.unread() != null) {
          store.note(row.id(), LastAnswer.unclear(landed.unread()));
        }
        settlement.settle(row, landed(row, landed), landed.items());
      }
      case EnvelopeFates.Failed(Answer.Failed failed) ->
          settlement.settle(
              row,
              new Outcome.Failed(
                  new Hash(built.hash()),
                  failed.ledger(),
                  failed.closeTime(),
                  EnvelopeFates.fee(built, failed.fee()),
                  missedItsBlock(row, failed) ? Cause.FOOTPRINT_CHANGED : failed.cause(),
                  failed.detail(),
                  EnvelopeFates.inclusionCharged(built, failed.taken())));
      case EnvelopeFates.Open() -> throw new IllegalStateException("it has not ended");
      case EnvelopeFates.Gone(long now) -> neverLanded(row, now);
      case EnvelopeFates.Used() ->
          settlement.refuse(
              row,
              Cause.SEQUENCE_TAKEN,
              "its sequence number was used, longer ago than the node remembers: read the chain");
    }
  }

  /**
   * For nodes that do not tell what a call died of: a plant whose block was over when it landed.
   */
  private boolean missedItsBlock(LaneRow row, Answer.Failed failed) {
    SorobanData data = Envelope.read(row.envelope().envelope()).data();
    return failed.cause() == Cause.CONTRACT_ERROR
        && failed.detail().equals("INVOKE_HOST_FUNCTION_TRAPPED")
        && row.request().action() == Action.PLANT
        && data != null
        && !data.writtenBlocks().contains(chain.farm().farm().index());
  }

  private void neverLanded(LaneRow row, long now) {
    Long notAfter = row.request().notAfter();
    if (notAfter != null && now >= notAfter) {
      settlement.refuse(row, LaneBuilder.expiry(row), "not in any ledger until " + notAfter);
    } else {
      store.requeue(row.id(), LastAnswer.expired(row.lastAnswer()), waits.soon());
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
        EnvelopeFates.fee(row.envelope(), landed.fee()),
        block(row, landed.ledger()),
        minted,
        landed.merged(),
        EnvelopeFates.inclusionCharged(row.envelope(), landed.taken()),
        null);
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
    if (row.request().action() != Action.PLANT || data == null) {
      return null;
    }
    List<Long> declared = data.writtenBlocks();
    if (declared.size() == 1) {
      return declared.getFirst();
    }
    if (!(row.request().call() instanceof Call.Plant plant)) {
      return null; // several at once declare the one that they were asked for
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
