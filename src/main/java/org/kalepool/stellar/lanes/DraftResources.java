package org.kalepool.stellar.lanes;

import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.stellar.Cause;
import org.kalepool.stellar.FeeSettings;
import org.kalepool.stellar.KaleNetwork;
import org.kalepool.stellar.RpcException;
import org.kalepool.stellar.Signer;
import org.kalepool.stellar.TransactionRequest;
import org.kalepool.stellar.chain.Terms;
import org.kalepool.stellar.rpc.ConfiguredNetwork;
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

  private final CallSimulator simulator;
  private final ConfiguredNetwork settings;
  private final NetworkTime time;
  private final Terms terms;
  private final Bids bids;
  private final EarlyPlants earlyPlants;
  private final Signer signer;
  private final Optional<Address> bumpAccount;

  DraftResources(
      CallSimulator simulator,
      ConfiguredNetwork settings,
      NetworkTime time,
      Terms terms,
      Bids bids,
      EarlyPlants earlyPlants,
      Signer signer,
      FeeSettings fees) {
    this.simulator = simulator;
    this.settings = settings;
    this.time = time;
    this.terms = terms;
    this.bids = bids;
    this.earlyPlants = earlyPlants;
    this.signer = signer;
    this.bumpAccount = fees.bumpAccount();
  }

  /** When it is, and what the lane can pay for. */
  Bids.Moment moment(EnvelopeMaker.State state) {
    return new Bids.Moment(time.now(), state.farm(), payable(state));
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
    long newest = time.ledger();
    Optional<Prepared> early =
        earlyPlants
            .of(request, state.farm(), time.now(), newest)
            .flatMap(formula -> early(request, attempt, draft, formula, state));
    if (early.isPresent()) {
      return early.get();
    }
    CallSimulation simulation =
        simulator.simulate(
            request, new EnvelopeBuilder(network()).unsigned(draft), newest, state.farm());
    return switch (simulation.result()) {
      case Simulated.Stopped stopped -> Prepared.stopped(stopped.answer());
      case Simulated.Ready ready
          when recording && ready.auth().stream().anyMatch(Authorizations::isOwn) ->
          // what a node foresees for entries of their own is far too much: it is told them, signed
          prepare(request, attempt, authorized(draft, ready.auth(), newest), state, false);
      case Simulated.Ready ready -> {
        Optional<EnvelopeMaker.Result> without = simulation.without();
        if (without.isPresent()) {
          yield Prepared.stopped(without.get());
        }
        SorobanData usual = Bids.withMargin(request.call(), ready.data());
        Optional<Answer> wrong =
            bids.tooDear(request, usual)
                .map(dear -> request.isBatch() ? apart(dear) : dear)
                .or(() -> CallSimulation.wrongBlock(request, usual));
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
    long until = newest + Math.max(0, draft.maxTime() - time.now()) + SPARE_LEDGERS;
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

  /** What the lane can pay for; as much as is needed if another account pays. */
  private long payable(EnvelopeMaker.State state) {
    return bumpAccount.isPresent() ? Long.MAX_VALUE / 2 : state.spendable();
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
