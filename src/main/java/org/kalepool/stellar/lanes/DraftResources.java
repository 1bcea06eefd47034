package org.kalepool.stellar.lanes;

import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.kale.Farm;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.Call;
import org.kalepool.stellar.Cause;
import org.kalepool.stellar.FeeSettings;
import org.kalepool.stellar.KaleNetwork;
import org.kalepool.stellar.RpcException;
import org.kalepool.stellar.Signer;
import org.kalepool.stellar.TransactionRequest;
import org.kalepool.stellar.chain.Terms;
import org.kalepool.stellar.rpc.ConfiguredNetwork;
import org.kalepool.stellar.rpc.NetworkWatch;
import org.kalepool.stellar.rpc.Rpc;
import org.kalepool.stellar.rpc.StellarRpc;
import org.kalepool.stellar.xdr.Authorizations;
import org.kalepool.stellar.xdr.EnvelopeBuilder;
import org.kalepool.stellar.xdr.SorobanData;
import org.stellar.sdk.xdr.SorobanAuthorizationEntry;

/**
 * Gives the draft of a contract call what the network asks for: footprint, resources and
 * authorisations, by a node's simulation or, for plants before their block is open, by formula; and
 * a bid for its place in a ledger.
 */
@Singleton
final class DraftResources {
  /** For which an authorisation is good beyond its transaction. */
  private static final long SPARE_LEDGERS = 10;

  private final StellarRpc rpc;
  private final ConfiguredNetwork settings;
  private final NetworkWatch status;
  private final Terms terms;
  private final Classifiers classifiers;
  private final Bids bids;
  private final EarlyPlants earlyPlants;
  private final Signer signer;
  private final Optional<Address> bumpAccount;

  DraftResources(
      StellarRpc rpc,
      ConfiguredNetwork settings,
      NetworkWatch status,
      Terms terms,
      Classifiers classifiers,
      Bids bids,
      EarlyPlants earlyPlants,
      Signer signer,
      FeeSettings fees) {
    this.rpc = rpc;
    this.settings = settings;
    this.status = status;
    this.terms = terms;
    this.classifiers = classifiers;
    this.bids = bids;
    this.earlyPlants = earlyPlants;
    this.signer = signer;
    this.bumpAccount = fees.bumpAccount();
  }

  /** The newest close time seen, asked for if nothing was seen lately: the network's now. */
  long networkTime() {
    if (!status.seenLately()) {
      rpc.tip();
    }
    return status.view().closeTime();
  }

  /** When it is, and what the lane can pay for. */
  Bids.Moment moment(EnvelopeMaker.State state) {
    return new Bids.Moment(networkTime(), state.farm(), payable(state));
  }

  /** Either the draft with resources, or why there is none. */
  record Prepared(
      EnvelopeBuilder.@Nullable Draft draft, Bids.Bid bid, EnvelopeMaker.Result otherwise) {
    static Prepared stopped(Answer answer) {
      return stopped(new EnvelopeMaker.Stopped(answer));
    }

    static Prepared stopped(EnvelopeMaker.Result why) {
      return new Prepared(null, new Bids.Bid(0, ""), why);
    }
  }

  /**
   * Prepares a draft to be signed.
   *
   * @param attempt how many envelopes there were for this request: each doubles the bid
   * @throws RpcException if the node cannot be asked
   */
  Prepared prepare(
      TransactionRequest request,
      int attempt,
      EnvelopeBuilder.Draft draft,
      EnvelopeMaker.State state) {
    return prepare(request, attempt, draft, state, true);
  }

  private Prepared prepare(
      TransactionRequest request,
      int attempt,
      EnvelopeBuilder.Draft draft,
      EnvelopeMaker.State state,
      boolean recording) {
    long newest = status.view().ledger();
    Optional<Prepared> early =
        earlyPlants
            .of(request, state.farm(), networkTime(), newest)
            .flatMap(formula -> early(request, attempt, draft, formula, state));
    if (early.isPresent()) {
      return early.get();
    }
    Rpc.SimulateTransactionResponse simulation =
        rpc.simulateTransaction(new EnvelopeBuilder(network()).unsigned(draft));
    return switch (classifiers.current().simulated(request.call(), simulation)) {
      case Simulated.Stopped stopped ->
          Prepared.stopped(believed(request, stopped.answer(), simulation, newest, state.farm()));
      case Simulated.Ready ready
          when recording && ready.auth().stream().anyMatch(Authorizations::isOwn) ->
          // what a node foresees for entries of their own is far too much: it is told them, signed
          prepare(request, attempt, authorized(draft, ready.auth(), newest), state, false);
      case Simulated.Ready ready -> {
        Optional<EnvelopeMaker.Result> without = without(request, simulation, newest, state.farm());
        if (without.isPresent()) {
          yield Prepared.stopped(without.get());
        }
        SorobanData usual = Bids.withMargin(request.call(), ready.data());
        Optional<Answer> wrong =
            bids.tooDear(request, usual)
                .map(dear -> request.isBatch() ? apart(dear) : dear)
                .or(() -> wrongBlock(request, usual));
        if (wrong.isPresent()) {
          yield Prepared.stopped(wrong.get());
        }
        if (!request.isBatch()) {
          terms.simulated(request.action(), usual.resourceFee());
        }
        earlyPlants.simulated(request.call(), ready);
        Bids.Moment at = moment(state);
        SorobanData data = bids.resources(request.call(), ready.data(), at);
        Bids.Bid bid = bids.inclusion(request, attempt, data.resourceFee(), at);
        yield new Prepared(
            with(draft, data, bid.inclusion(), recording ? ready.auth() : draft.auth()),
            bid,
            new EnvelopeMaker.Stopped(new Answer.Unknown("not sent")));
      }
    };
  }

  /** A plant that no node can simulate yet, since its block is not open. */
  private Optional<Prepared> early(
      TransactionRequest request,
      int attempt,
      EnvelopeBuilder.Draft draft,
      Simulated.Ready formula,
      EnvelopeMaker.State state) {
    Bids.Moment at = moment(state);
    return bids.opening(formula.data(), at)
        .map(
            data -> {
              Bids.Bid bid = bids.inclusion(request, attempt, data.resourceFee(), at);
              return new Prepared(
                  with(draft, data, bid.inclusion(), formula.auth()),
                  bid,
                  new EnvelopeMaker.Stopped(new Answer.Unknown("not sent")));
            });
  }

  /** The same with entries that are signed, and good as long as the transaction. */
  private EnvelopeBuilder.Draft authorized(
      EnvelopeBuilder.Draft draft, List<SorobanAuthorizationEntry> auth, long newest) {
    // no ledger takes less than a second
    long until = newest + Math.max(0, draft.maxTime() - networkTime()) + SPARE_LEDGERS;
    return new EnvelopeBuilder.Draft(
        draft.source(),
        draft.sequence(),
        draft.maxTime(),
        draft.call(),
        draft.inclusionFee(),
        auth.stream().map(entry -> Authorizations.signed(entry, until, network(), signer)).toList(),
        null);
  }

  /** Nothing waits for a batch that is too dear: what is in it costs less by itself. */
  private static Answer apart(Answer wrong) {
    return wrong instanceof Answer.TryAgain again
        ? new Answer.Refused(Cause.RESOURCES_EXCEEDED, again.why())
        : wrong;
  }

  /** What of a batch would fail is not sent with the rest, as it would not be by itself. */
  private Optional<EnvelopeMaker.Result> without(
      TransactionRequest request,
      Rpc.SimulateTransactionResponse simulation,
      long newest,
      @Nullable Farm farm) {
    if (!(request.call() instanceof Call.Many many)) {
      return Optional.empty();
    }
    Map<Integer, Answer.Refused> left = new TreeMap<>();
    for (Map.Entry<Integer, Answer.Refused> each :
        classifiers.current().failing(many, simulation).entrySet()) {
      TransactionRequest alone = request.of(request.deeds().get(each.getKey()));
      switch (believed(alone, each.getValue(), simulation, newest, farm)) {
        case Answer.Refused refused -> left.put(each.getKey(), refused);
        case Answer later -> {
          return Optional.of(new EnvelopeMaker.Stopped(later));
        }
      }
    }
    return left.isEmpty() ? Optional.empty() : Optional.of(new EnvelopeMaker.Without(left));
  }

  /** What the lane can pay for; as much as is needed if another account pays. */
  private long payable(EnvelopeMaker.State state) {
    return bumpAccount.isPresent() ? Long.MAX_VALUE / 2 : state.spendable();
  }

  /** A refusal only counts if the node is not behind, and meant the block that was meant. */
  private static Answer believed(
      TransactionRequest request,
      Answer answer,
      Rpc.SimulateTransactionResponse simulation,
      long newest,
      @Nullable Farm farm) {
    if (!(answer instanceof Answer.Refused refused)) {
      return answer;
    }
    if (simulation.latestLedger() < newest && simulation.latestLedger() > 0) {
      return Answer.TryAgain.later("a node that lags says " + refused.detail());
    }
    Long block = request.block();
    if (block == null || farm == null || request.action() == Action.HARVEST) {
      return answer;
    }
    if (request.call() instanceof Call.Plant plant
        && farm.index() < block
        && dependsOnBlock(plant, refused.cause())) {
      return Answer.TryAgain.later("block " + block + " cannot be opened yet");
    }
    return farm.index() > block ? new Answer.Refused(Cause.BLOCK_CLOSED, refused.detail()) : answer;
  }

  /** A vault's own refusals hold in any block, and none of them keeps the others waiting. */
  private static boolean dependsOnBlock(Call.Plant plant, Cause cause) {
    return plant.farmer().isAccount()
        || cause == Cause.ALREADY_PLANTED
        || cause == Cause.FARM_PAUSED;
  }

  /** Whether plants would go into another block than the one it was asked for. */
  private static Optional<Answer> wrongBlock(TransactionRequest request, SorobanData data) {
    Long block = request.block();
    if (request.action() != Action.PLANT || block == null) {
      return Optional.empty();
    }
    List<Long> written = data.writtenBlocks();
    if (written.isEmpty() || written.contains(block)) {
      return Optional.empty();
    }
    return Optional.of(
        written.getFirst() < block
            ? Answer.TryAgain.later("block " + block + " cannot be opened yet")
            : new Answer.Refused(Cause.BLOCK_CLOSED, "block " + written.getFirst() + " is next"));
  }

  private static EnvelopeBuilder.Draft with(
      EnvelopeBuilder.Draft draft,
      SorobanData data,
      long inclusionFee,
      List<SorobanAuthorizationEntry> auth) {
    return new EnvelopeBuilder.Draft(
        draft.source(), draft.sequence(), draft.maxTime(), draft.call(), inclusionFee, auth, data);
  }

  private KaleNetwork network() {
    return settings.network();
  }
}
