package org.kalepool.stellar.lanes;

import jakarta.inject.Singleton;
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

/** Says what an envelope that is in a ledger did there and cost, also where the node tells less. */
@Singleton
final class EnvelopeOutcomes {
  private static final Logger LOG = Logger.getLogger(EnvelopeOutcomes.class);

  private final StellarRpc rpc;
  private final Chain chain;
  private final ConfiguredNetwork settings;

  EnvelopeOutcomes(StellarRpc rpc, Chain chain, ConfiguredNetwork settings) {
    this.rpc = rpc;
    this.chain = chain;
    this.settings = settings;
  }

  /**
   * What one that failed was charged, and died of.
   *
   * @throws RpcException if the node cannot be asked
   */
  Outcome.Failed failed(LaneRow row, Answer.Failed failed) {
    LaneRow.Built built = row.envelope();
    return new Outcome.Failed(
        new Hash(built.hash()),
        failed.ledger(),
        failed.closeTime(),
        Charges.fee(built, failed.fee()),
        missedItsBlock(row, failed) ? Cause.FOOTPRINT_CHANGED : failed.cause(),
        failed.detail(),
        Charges.inclusion(built, failed.taken()));
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

  /**
   * What one that landed did.
   *
   * @throws RpcException if the node cannot be asked, or lags
   */
  Outcome.Landed landed(LaneRow row, Answer.Landed landed) {
    Kale minted = landed.minted();
    if (minted == null && row.request().call() instanceof Call.Harvest harvest) {
      minted = mintedByEvents(harvest, row.envelope().hash(), landed.ledger());
    }
    return new Outcome.Landed(
        new Hash(row.envelope().hash()),
        landed.ledger(),
        landed.closeTime(),
        Charges.fee(row.envelope(), landed.fee()),
        block(row, landed.ledger()),
        minted,
        landed.merged(),
        Charges.inclusion(row.envelope(), landed.taken()),
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
