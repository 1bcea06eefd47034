package org.kalepool.stellar.lanes;

import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
import org.kalepool.stellar.rpc.StellarRpc;
import org.kalepool.stellar.xdr.Envelope;
import org.kalepool.stellar.xdr.EnvelopeBuilder;
import org.kalepool.stellar.xdr.KaleEntries;
import org.kalepool.stellar.xdr.LedgerKeys;
import org.kalepool.stellar.xdr.LifeOperations;
import org.kalepool.stellar.xdr.SorobanData;
import org.stellar.sdk.xdr.AccountEntry;
import org.stellar.sdk.xdr.LedgerEntry.LedgerEntryData;
import org.stellar.sdk.xdr.LedgerKey;

/**
 * Makes a request into a signed transaction: has it simulated, bids a fee and signs. Keeps nothing
 * and sends nothing, so it is the same with a database beside it and without one.
 */
@Singleton
final class EnvelopeMaker {
  private static final long QUOTED_SECONDS = 60;

  private final StellarRpc rpc;
  private final ConfiguredNetwork settings;
  private final NetworkTime time;
  private final Terms terms;
  private final Bids bids;
  private final DraftResources resources;
  private final Signer signer;
  private final Optional<Address> bumpAccount;

  EnvelopeMaker(
      StellarRpc rpc,
      ConfiguredNetwork settings,
      NetworkTime time,
      Terms terms,
      Bids bids,
      DraftResources resources,
      Signer signer,
      FeeSettings fees) {
    this.rpc = rpc;
    this.settings = settings;
    this.time = time;
    this.terms = terms;
    this.bids = bids;
    this.resources = resources;
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
          case Call.Plant _, Call.Work _, Call.WorkMany _, Call.PlantMany _, Call.TurnMany _ ->
              true;
          default -> false;
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
            request.lane(),
            sequence,
            maxTime,
            request.call(),
            bid.inclusion(),
            List.of(),
            LifeOperations.footprint(request.call()));
    Optional<Address> keyless = keyless(draft);
    if (keyless.isPresent()) {
      return new Stopped(
          new Answer.Refused(Cause.BAD_SIGNATURE, "the pool holds no key of " + keyless.get()));
    }
    if (soroban) {
      DraftResources.Prepared prepared = resources.prepare(request, attempt, draft, state);
      if (prepared.draft() == null) {
        return prepared.otherwise();
      }
      draft = prepared.draft();
      bid = prepared.bid();
    }
    Envelope envelope =
        new EnvelopeBuilder(network()).sign(draft, bumpAccount.orElse(null), signer);
    return new Ready(envelope, draft.sequence(), draft.maxTime(), time.ledger(), bid);
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
            time.now() + QUOTED_SECONDS,
            request.call(),
            terms.inclusion().bid(true, 0),
            List.of(),
            LifeOperations.footprint(request.call()));
    DraftResources.Prepared prepared = resources.prepare(request, 0, draft, state);
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
        switch (draft.call()) {
          case ContractCall call -> call.authorizers().stream();
          case Call.Many many -> many.authorizers().stream();
          default -> Stream.of();
        };
    return Stream.concat(
            Stream.concat(EnvelopeBuilder.signers(draft).stream(), own), bumpAccount.stream())
        .filter(account -> !signer.holds(account))
        .findFirst();
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
    Bids.Moment at = resources.moment(state);
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

  private KaleNetwork network() {
    return settings.network();
  }
}
