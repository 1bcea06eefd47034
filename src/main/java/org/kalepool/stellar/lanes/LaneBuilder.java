package org.kalepool.stellar.lanes;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.kale.Farm;
import org.kalepool.stellar.Absences;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.Call;
import org.kalepool.stellar.Cause;
import org.kalepool.stellar.FeeSettings;
import org.kalepool.stellar.KaleNetwork;
import org.kalepool.stellar.RpcException;
import org.kalepool.stellar.Signer;
import org.kalepool.stellar.TransactionRequest;
import org.kalepool.stellar.Validity;
import org.kalepool.stellar.chain.EntryReader;
import org.kalepool.stellar.chain.HoldingsReader;
import org.kalepool.stellar.chain.Terms;
import org.kalepool.stellar.rpc.ConfiguredNetwork;
import org.kalepool.stellar.rpc.NetworkWatch;
import org.kalepool.stellar.rpc.Rpc;
import org.kalepool.stellar.rpc.StellarRpc;
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
 * Makes a queued request into a signed transaction: reads the sequence number, simulates, bids a
 * fee and signs. Stores and sends nothing.
 */
@ApplicationScoped
class LaneBuilder {
  /** How long the network may say that an account is missing before it is believed. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final StellarRpc rpc;
  private final ConfiguredNetwork settings;
  private final NetworkWatch status;
  private final Terms terms;
  private final Classifiers classifiers;
  private final TransactionRepository store;
  private final Bids bids;
  private final Turns turns;
  private final Waits waits;
  private final Signer signer;
  private final Absences absences;
  private final Validity validity;
  private final Optional<Address> bumpAccount;

  LaneBuilder(
      StellarRpc rpc,
      ConfiguredNetwork settings,
      NetworkWatch status,
      Terms terms,
      Classifiers classifiers,
      TransactionRepository store,
      Bids bids,
      Turns turns,
      Waits waits,
      Signer signer,
      Absences absences,
      Validity validity,
      FeeSettings fees) {
    this.rpc = rpc;
    this.settings = settings;
    this.status = status;
    this.terms = terms;
    this.classifiers = classifiers;
    this.store = store;
    this.bids = bids;
    this.turns = turns;
    this.waits = waits;
    this.signer = signer;
    this.absences = absences;
    this.validity = validity;
    this.bumpAccount = fees.bumpAccount();
  }

  /** What came of it. */
  sealed interface Result {}

  /** It can be stored and sent. */
  record Ready(Envelope envelope, long sequence, long maxTime, long ledger) implements Result {}

  /** It cannot, now or ever. */
  record Stopped(Answer answer) implements Result {}

  /**
   * @throws RpcException if the node cannot be asked
   */
  Result build(LaneRow row) {
    TransactionRequest request = row.request();
    terms.refresh();
    Optional<Answer> closed = tooLate(row);
    if (closed.isPresent()) {
      return new Stopped(closed.get());
    }
    State state = read(request);
    Long sequence = state.sequence();
    boolean certain = absences.isCertainOfAccount(request.lane(), sequence != null, state.ledger());
    if (sequence == null) {
      boolean current = certain && state.ledger() >= status.view().ledger();
      return new Stopped(
          current && waits.olderThan(row.createdAt(), PATIENCE)
              ? new Answer.Refused(Cause.ACCOUNT_MISSING, "no account " + request.lane())
              : Answer.TryAgain.later("no account " + request.lane() + " yet"));
    }
    OptionalLong used = store.lastUsedSequence(request.lane());
    if (used.isPresent() && sequence < used.getAsLong()) {
      return new Stopped(Answer.TryAgain.later("the node lags: its sequence number is used"));
    }
    EnvelopeBuilder.Draft draft = draft(row, sequence + 1);
    Optional<Address> keyless = keyless(draft);
    if (keyless.isPresent()) {
      return new Stopped(
          new Answer.Refused(Cause.BAD_SIGNATURE, "the pool holds no key of " + keyless.get()));
    }
    if (!(request.call() instanceof Call.Operations)) {
      Prepared prepared = prepare(row, draft, state);
      if (prepared.draft() == null) {
        return new Stopped(prepared.answer());
      }
      draft = prepared.draft();
    }
    Envelope envelope =
        new EnvelopeBuilder(network()).sign(draft, bumpAccount.orElse(null), signer);
    return new Ready(envelope, draft.sequence(), draft.maxTime(), status.view().ledger());
  }

  private Optional<Address> keyless(EnvelopeBuilder.Draft draft) {
    return Stream.concat(EnvelopeBuilder.signers(draft).stream(), bumpAccount.stream())
        .filter(account -> !signer.holds(account))
        .findFirst();
  }

  /** The end of a request whose time has passed before it was sent. */
  private Optional<Answer> tooLate(LaneRow row) {
    Long notAfter = row.request().notAfter();
    long now = networkTime();
    if (notAfter == null || now < notAfter) {
      return Optional.empty();
    }
    return Optional.of(
        new Answer.Refused(expiry(row), "it is " + now + ", it was good until " + notAfter));
  }

  /** What a request dies of when its time is over. */
  static Cause expiry(LaneRow row) {
    LastAnswer last = row.lastAnswer();
    if (last != null && last.kind().isForTheFee()) {
      return Cause.FEE_TOO_LOW;
    }
    boolean forBlock =
        row.request().action() == Action.PLANT || row.request().action() == Action.WORK;
    return row.envelopes() == 0 && forBlock ? Cause.BLOCK_CLOSED : Cause.EXPIRED;
  }

  private EnvelopeBuilder.Draft draft(LaneRow row, long sequence) {
    TransactionRequest request = row.request();
    long now = networkTime();
    long maxTime =
        Math.min(now + validity.seconds(terms.ledgerSeconds()), turns.latest(request, now));
    Long notAfter = request.notAfter();
    boolean soroban = !(request.call() instanceof Call.Operations);
    return new EnvelopeBuilder.Draft(
        request.lane(),
        sequence,
        notAfter == null ? maxTime : Math.min(maxTime, notAfter),
        request.call(),
        terms.inclusionBid(soroban, row.envelopes()),
        List.of(),
        null);
  }

  /** The newest close time seen, asked for if nothing was seen lately: the network's now. */
  private long networkTime() {
    if (!status.seenLately()) {
      rpc.tip();
    }
    return status.view().closeTime();
  }

  /**
   * The lane's account and the farm as of one ledger.
   *
   * @param sequence null if there is no such account
   */
  private record State(@Nullable Long sequence, long spendable, @Nullable Farm farm, long ledger) {}

  private State read(TransactionRequest request) {
    LedgerKey account = LedgerKeys.account(request.lane());
    LedgerKey instance = LedgerKeys.instance(network().contract());
    boolean forBlock = request.call() instanceof Call.Plant || request.call() instanceof Call.Work;
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

  /** Either the draft with resources, or why there is none. */
  private record Prepared(EnvelopeBuilder.@Nullable Draft draft, Answer answer) {}

  private Prepared prepare(LaneRow row, EnvelopeBuilder.Draft draft, State state) {
    TransactionRequest request = row.request();
    long newest = status.view().ledger();
    Rpc.SimulateTransactionResponse simulation =
        rpc.simulateTransaction(new EnvelopeBuilder(network()).unsigned(draft));
    return switch (classifiers.current().simulated(request.call(), simulation)) {
      case Simulated.Stopped stopped ->
          new Prepared(null, believed(row, stopped.answer(), simulation, newest, state.farm()));
      case Simulated.Ready ready -> {
        SorobanData usual = ready.data().withMargin();
        Optional<Answer> wrong =
            bids.tooDear(request.action(), usual).or(() -> wrongBlock(request, usual));
        if (wrong.isPresent()) {
          yield new Prepared(null, wrong.get());
        }
        terms.simulated(request.action(), usual.resourceFee());
        Bids.Moment at = new Bids.Moment(networkTime(), state.farm(), payable(state));
        SorobanData data = bids.resources(request.call(), ready.data(), at);
        long inclusion = bids.inclusion(request.action(), row.envelopes(), data.resourceFee(), at);
        yield new Prepared(
            with(draft, data, inclusion, ready.auth()), new Answer.Unknown("not sent"));
      }
    };
  }

  /** What the lane can pay for; as much as is needed if another account pays. */
  private long payable(State state) {
    return bumpAccount.isPresent() ? Long.MAX_VALUE / 2 : state.spendable();
  }

  /** A refusal only counts if the node is not behind, and meant the block that was meant. */
  private Answer believed(
      LaneRow row,
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
    Long block = row.request().block();
    if (block == null || farm == null) {
      return answer;
    }
    if (row.request().call() instanceof Call.Plant && farm.index() < block) {
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
