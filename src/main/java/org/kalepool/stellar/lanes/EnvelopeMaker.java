package org.kalepool.stellar.lanes;

import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.kale.Farm;
import org.kalepool.stellar.Call;
import org.kalepool.stellar.Cause;
import org.kalepool.stellar.ContractCall;
import org.kalepool.stellar.FeeSettings;
import org.kalepool.stellar.KaleNetwork;
import org.kalepool.stellar.RpcException;
import org.kalepool.stellar.Signer;
import org.kalepool.stellar.TransactionRequest;
import org.kalepool.stellar.chain.EntryReader;
import org.kalepool.stellar.chain.HoldingsReader;
import org.kalepool.stellar.chain.Terms;
import org.kalepool.stellar.rpc.ConfiguredNetwork;
import org.kalepool.stellar.rpc.NetworkWatch;
import org.kalepool.stellar.rpc.Rpc;
import org.kalepool.stellar.rpc.StellarRpc;
import org.kalepool.stellar.xdr.Authorizations;
import org.kalepool.stellar.xdr.Envelope;
import org.kalepool.stellar.xdr.EnvelopeBuilder;
import org.kalepool.stellar.xdr.KaleEntries;
import org.kalepool.stellar.xdr.LedgerKeys;
import org.kalepool.stellar.xdr.SorobanData;
import org.stellar.sdk.xdr.AccountEntry;
import org.stellar.sdk.xdr.LedgerEntry.LedgerEntryData;
import org.stellar.sdk.xdr.LedgerKey;
import org.stellar.sdk.xdr.SorobanAuthorizationEntry;

/**
 * Makes a request into a signed transaction: simulates, bids a fee and signs. Keeps nothing and
 * sends nothing, so it is the same with a database beside it and without one.
 */
@Singleton
final class EnvelopeMaker {
  /** For which an authorisation is good beyond its transaction. */
  private static final long SPARE_LEDGERS = 10;

  private static final long QUOTED_SECONDS = 60;

  private final StellarRpc rpc;
  private final ConfiguredNetwork settings;
  private final NetworkWatch status;
  private final Terms terms;
  private final Classifiers classifiers;
  private final Bids bids;
  private final EarlyPlants earlyPlants;
  private final Signer signer;
  private final Optional<Address> bumpAccount;

  EnvelopeMaker(
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

  /** What came of it. */
  sealed interface Result {}

  /** It can be stored and sent. */
  record Ready(Envelope envelope, long sequence, long maxTime, long ledger, Bids.Bid bid)
      implements Result {}

  /** It cannot, now or ever. */
  record Stopped(Answer answer) implements Result {}

  /** A batch can without these deeds, by their places. */
  record Without(Map<Integer, Answer.Refused> deeds) implements Result {}

  /**
   * The lane's account and the farm as of one ledger.
   *
   * @param sequence null if there is no such account
   */
  record State(@Nullable Long sequence, long spendable, @Nullable Farm farm, long ledger) {}

  /**
   * Reads what is needed to build.
   *
   * @throws RpcException if the node cannot be asked
   */
  State read(TransactionRequest request) {
    LedgerKey account = LedgerKeys.account(request.lane());
    LedgerKey instance = LedgerKeys.instance(network().contract());
    boolean forBlock =
        switch (request.call()) {
          case Call.Plant _, Call.Work _, Call.WorkMany _ -> true;
          case Call.Harvest _, Call.HarvestMany _, Call.Operations _, ContractCall _ -> false;
        };
    EntryReader entries =
        EntryReader.read(rpc, forBlock ? List.of(account, instance) : List.of(account));
    AccountEntry source = entries.account(request.lane());
    LedgerEntryData farm = entries.data(instance);
    return new State(
        entries.sequence(request.lane()),
        source == null ? 0 : HoldingsReader.spendable(source, terms.baseReserve()),
        farm == null ? null : KaleEntries.farm(farm),
        entries.ledger());
  }

  /** The newest close time seen, asked for if nothing was seen lately: the network's now. */
  long networkTime() {
    if (!status.seenLately()) {
      rpc.tip();
    }
    return status.view().closeTime();
  }

  /**
   * Makes it.
   *
   * @param attempt how many envelopes there were for this request: each doubles the bid
   * @param sequence the transaction's own
   * @param maxTime the close time of the last ledger it may land in, Unix seconds
   * @throws RpcException if the node cannot be asked
   */
  Result make(TransactionRequest request, int attempt, long sequence, long maxTime, State state) {
    boolean soroban = !(request.call() instanceof Call.Operations);
    Bids.Bid bid =
        soroban ? new Bids.Bid(terms.inclusion().bid(true, attempt), "") : bids.classic(attempt);
    EnvelopeBuilder.Draft draft =
        new EnvelopeBuilder.Draft(
            request.lane(), sequence, maxTime, request.call(), bid.inclusion(), List.of(), null);
    Optional<Address> keyless = keyless(draft);
    if (keyless.isPresent()) {
      return new Stopped(
          new Answer.Refused(Cause.BAD_SIGNATURE, "the pool holds no key of " + keyless.get()));
    }
    if (soroban) {
      Prepared prepared = prepare(request, attempt, draft, state);
      if (prepared.draft() == null) {
        return prepared.otherwise();
      }
      draft = prepared.draft();
      bid = prepared.bid();
    }
    Envelope envelope =
        new EnvelopeBuilder(network()).sign(draft, bumpAccount.orElse(null), signer);
    return new Ready(envelope, draft.sequence(), draft.maxTime(), status.view().ledger(), bid);
  }

  /**
   * The most that a contract call's resources would cost now, with room, stroops.
   *
   * @throws RpcException if the node cannot be asked, or the call would fail; then it says why
   */
  long resourceFee(TransactionRequest request, State state) {
    Long sequence = state.sequence();
    EnvelopeBuilder.Draft draft =
        new EnvelopeBuilder.Draft(
            request.lane(),
            sequence == null ? 1 : sequence + 1,
            networkTime() + QUOTED_SECONDS,
            request.call(),
            terms.inclusion().bid(true, 0),
            List.of(),
            null);
    Prepared prepared = prepare(request, 0, draft, state);
    EnvelopeBuilder.Draft ready = prepared.draft();
    SorobanData data = ready == null ? null : ready.data();
    if (data == null) {
      throw new RpcException(
          prepared.otherwise() instanceof Stopped(Answer answer)
              ? LastAnswer.of(answer).said()
              : "not all of it would succeed");
    }
    return data.resourceFee();
  }

  private Optional<Address> keyless(EnvelopeBuilder.Draft draft) {
    Stream<Address> own =
        draft.call() instanceof ContractCall call ? call.authorizers().stream() : Stream.of();
    return Stream.concat(
            Stream.concat(EnvelopeBuilder.signers(draft).stream(), own), bumpAccount.stream())
        .filter(account -> !signer.holds(account))
        .findFirst();
  }

  /** Either the draft with resources, or why there is none. */
  private record Prepared(EnvelopeBuilder.@Nullable Draft draft, Bids.Bid bid, Result otherwise) {
    static Prepared stopped(Answer answer) {
      return stopped(new Stopped(answer));
    }

    static Prepared stopped(Result why) {
      return new Prepared(null, new Bids.Bid(0, ""), why);
    }
  }

  private Prepared prepare(
      TransactionRequest request, int attempt, EnvelopeBuilder.Draft draft, State state) {
    return prepare(request, attempt, draft, state, true);
  }

  private Prepared prepare(
      TransactionRequest request,
      int attempt,
      EnvelopeBuilder.Draft draft,
      State state,
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
        Optional<Result> without = without(request, simulation, newest, state.farm());
        if (without.isPresent()) {
          yield Prepared.stopped(without.get());
        }
        SorobanData usual = ready.data().withMargin();
        Optional<Answer> wrong =
            bids.tooDear(request.action(), usual).or(() -> wrongBlock(request, usual));
        if (wrong.isPresent()) {
          yield Prepared.stopped(request.isBatch() ? apart(wrong.get()) : wrong.get());
        }
        if (!request.isBatch()) {
          terms.simulated(request.action(), usual.resourceFee());
        }
        earlyPlants.simulated(request.call(), ready);
        Bids.Moment at = new Bids.Moment(networkTime(), state.farm(), payable(state));
        SorobanData data = bids.resources(request.call(), ready.data(), at);
        Bids.Bid bid = bids.inclusion(request, attempt, data.resourceFee(), at);
        yield new Prepared(
            with(draft, data, bid.inclusion(), recording ? ready.auth() : draft.auth()),
            bid,
            new Stopped(new Answer.Unknown("not sent")));
      }
    };
  }

  /** A plant that no node can simulate yet, since its block is not open. */
  private Optional<Prepared> early(
      TransactionRequest request,
      int attempt,
      EnvelopeBuilder.Draft draft,
      Simulated.Ready formula,
      State state) {
    Bids.Moment at = new Bids.Moment(networkTime(), state.farm(), payable(state));
    return bids.opening(formula.data(), at)
        .map(
            data -> {
              Bids.Bid bid = bids.inclusion(request, attempt, data.resourceFee(), at);
              return new Prepared(
                  with(draft, data, bid.inclusion(), formula.auth()),
                  bid,
                  new Stopped(new Answer.Unknown("not sent")));
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
  private Optional<Result> without(
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
          return Optional.of(new Stopped(later));
        }
      }
    }
    return left.isEmpty() ? Optional.empty() : Optional.of(new Without(left));
  }

  /**
   * Wraps what waits into a fee bump, of the same transaction, if that is near the end of its time,
   * allowed and can be paid.
   *
   * @param waiting the envelope that may be in the network
   * @throws RpcException if the node cannot be asked
   */
  Optional<Ready> bump(TransactionRequest request, LaneRow.Built waiting) {
    Envelope.Content content = Envelope.read(waiting.envelope());
    SorobanData data = content.data();
    long resourceFee = data == null ? 0 : data.resourceFee();
    State state = read(request);
    Bids.Moment at = new Bids.Moment(networkTime(), state.farm(), payable(state));
    Address payer = bumpAccount.orElse(request.lane());
    if (!bids.near(request, waiting.maxTime(), at) || !signer.holds(payer)) {
      return Optional.empty();
    }
    long old = Math.ceilDiv(content.fee() - resourceFee, content.feeOperations());
    int operations = content.feeOperations() + (waiting.innerHash() == null ? 1 : 0);
    return bids.bump(request, old, operations, resourceFee, at)
        .map(
            bid ->
                new Ready(
                    new EnvelopeBuilder(network())
                        .bump(
                            waiting.envelope(),
                            payer,
                            Math.addExact(bid.inclusion() * operations, resourceFee),
                            signer),
                    waiting.sequence(),
                    waiting.maxTime(),
                    waiting.ledger(),
                    bid));
  }

  /** What the lane can pay for; as much as is needed if another account pays. */
  private long payable(State state) {
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
    if (block == null || farm == null) {
      return answer;
    }
    if (request.call() instanceof Call.Plant && farm.index() < block) {
      return Answer.TryAgain.later("block " + block + " cannot be opened yet");
    }
    return farm.index() > block ? new Answer.Refused(Cause.BLOCK_CLOSED, refused.detail()) : answer;
  }

  /** Whether a plant would go into another block than the one it was asked for. */
  private static Optional<Answer> wrongBlock(TransactionRequest request, SorobanData data) {
    Long block = request.block();
    if (!(request.call() instanceof Call.Plant) || block == null) {
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
