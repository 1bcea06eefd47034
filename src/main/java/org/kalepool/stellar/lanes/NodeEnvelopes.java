package org.kalepool.stellar.lanes;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.stellar.Absences;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.Call;
import org.kalepool.stellar.Cause;
import org.kalepool.stellar.ContractCall;
import org.kalepool.stellar.Envelopes;
import org.kalepool.stellar.FeeSettings;
import org.kalepool.stellar.Outcome;
import org.kalepool.stellar.Signer;
import org.kalepool.stellar.TransactionRequest;
import org.kalepool.stellar.Worth;
import org.kalepool.stellar.chain.NodeChain;
import org.kalepool.stellar.chain.Terms;
import org.kalepool.stellar.rpc.HandmadeRpc;

/**
 * Envelopes for a process without a container and without a database: the same making, bidding,
 * sending and following as on the service's lanes, put together by hand.
 */
public final class NodeEnvelopes implements Envelopes {
  private static final long LEAST_SECONDS = 30;

  private final EnvelopeMaker maker;
  private final EnvelopeSender sender;
  private final EnvelopeFates fates;
  private final NetworkTime time;
  private final Terms terms;

  private NodeEnvelopes(
      EnvelopeMaker maker,
      EnvelopeSender sender,
      EnvelopeFates fates,
      NetworkTime time,
      Terms terms) {
    this.maker = maker;
    this.sender = sender;
    this.fates = fates;
    this.time = time;
    this.terms = terms;
  }

  /**
   * Over the same nodes as the chain's readers.
   *
   * @param signer for all lanes there will be
   */
  public static NodeEnvelopes of(NodeChain chain, FeeSettings fees, Signer signer) {
    HandmadeRpc nodes = chain.nodes();
    Terms terms = chain.terms();
    Classifiers classifiers = new Classifiers(nodes.network(), chain.chain());
    Bids bids = new Bids(terms, nodes.network(), Worth.UNKNOWN);
    NetworkTime time = new NetworkTime(nodes.rpc(), nodes.watch());
    DraftResources resources =
        new DraftResources(
            new CallSimulator(nodes.rpc(), classifiers),
            nodes.network(),
            time,
            terms,
            bids,
            new EarlyPlants(new ExpectedOpening(), nodes.network()),
            signer,
            fees);
    return new NodeEnvelopes(
        new EnvelopeMaker(nodes.rpc(), nodes.network(), time, terms, bids, resources, signer, fees),
        new EnvelopeSender(nodes.rpc(), classifiers, terms),
        new EnvelopeFates(nodes.rpc(), classifiers, new Absences()),
        time,
        terms);
  }

  @Override
  public Made make(Wanted wanted, int attempt, long used, int ledgers) {
    TransactionRequest request = request(wanted);
    terms.refresh();
    EnvelopeMaker.State state = maker.read(request);
    Long sequence = state.sequence();
    if (sequence == null) {
      return new Made.Refused(Cause.ACCOUNT_MISSING, "no account " + request.lane());
    }
    if (sequence < used) {
      return new Made.Later("the node lags: its sequence number is used");
    }
    long now = time.now();
    long maxTime = now + Math.max(LEAST_SECONDS, Math.round(ledgers * terms.ledgerSeconds()));
    Long notAfter = request.notAfter();
    if (notAfter != null && now >= notAfter) {
      return new Made.Refused(Cause.BLOCK_CLOSED, "it was good until " + notAfter);
    }
    long last = notAfter == null ? maxTime : Math.min(maxTime, notAfter);
    return switch (maker.make(request, attempt, sequence + 1, last, state)) {
      case EnvelopeMaker.Ready ready -> new Made.Ready(signed(request.lane(), ready, null));
      case EnvelopeMaker.Stopped(Answer.Refused refused) ->
          new Made.Refused(refused.cause(), refused.detail());
      case EnvelopeMaker.Stopped(Answer answer) -> new Made.Later(LastAnswer.of(answer).said());
      case EnvelopeMaker.Without without ->
          new Made.Refused(Cause.CONTRACT_ERROR, without.deeds().size() + " items would fail");
    };
  }

  private static TransactionRequest request(Wanted wanted) {
    return new TransactionRequest(
        wanted.lane(),
        action(wanted.call()),
        null,
        wanted.block(),
        wanted.call(),
        wanted.notAfter());
  }

  private static Signed signed(Address lane, EnvelopeMaker.Ready ready, @Nullable Signed replaces) {
    return new Signed(
        lane,
        ready.envelope().base64(),
        ready.envelope().hash(),
        ready.sequence(),
        ready.maxTime(),
        ready.ledger(),
        replaces);
  }

  @Override
  public Optional<Signed> bump(Wanted wanted, Signed waiting) {
    terms.refresh();
    return maker
        .bump(request(wanted), built(waiting))
        .map(ready -> signed(wanted.lane(), ready, waiting));
  }

  /**
   * The most that a contract call would cost now, room included and without its inclusion fee,
   * stroops.
   *
   * @throws org.kalepool.stellar.RpcException if the node cannot be asked, or the call would fail;
   *     then it says why
   */
  public long resourceFee(Address lane, Call call) {
    TransactionRequest request = new TransactionRequest(lane, action(call), null, null, call, null);
    terms.refresh();
    return maker.resourceFee(request, maker.read(request));
  }

  /** What bids are made by; they do not ask what classic operations are for. */
  private static Action action(Call call) {
    return switch (call) {
      case Call.Plant _, Call.PlantMany _, Call.TurnMany _ -> Action.PLANT;
      case Call.Work _, Call.WorkMany _ -> Action.WORK;
      case Call.Harvest _, Call.HarvestMany _ -> Action.HARVEST;
      case Call.MakeVault _, Call.MakeMany _ -> Action.MAKE_VAULT;
      case Call.Settle _, Call.SettleMany _ -> Action.SETTLE;
      case Call.Stop _, Call.StopMany _ -> Action.STOP;
      case Call.Operations _ -> Action.SPLIT;
      case ContractCall _ -> Action.TERMS;
    };
  }

  @Override
  public Sent send(Signed envelope, Call call, boolean first) {
    EnvelopeSender.Said said = sender.send(envelope.base64());
    Signed replaces = envelope.replaces();
    boolean last = first && replaces == null;
    if (replaces != null && !(said.answer() instanceof Answer.Taken)) {
      // a node that refuses the bump may have forgotten what is inside
      sender.send(replaces.base64());
    }
    return switch (said.answer()) {
      case Answer.Refused refused when last -> new Sent.Never(refused.cause(), refused.detail());
      case Answer.TryAgain again when last && again.takes() == Answer.Takes.A_HIGHER_BID ->
          new Sent.Anew(again.why());
      case Answer.Resync resync
          when envelope.all().stream()
              .allMatch(one -> fates.isOvertaken(one.lane(), call, built(one))) ->
          new Sent.Anew(resync.why());
      default -> new Sent.MayLand(said.last().said());
    };
  }

  @Override
  public Fate fate(Signed envelope, Call call) {
    EnvelopeFates.Fate fate = fates.of(envelope.lane(), call, built(envelope));
    Signed ended = envelope;
    for (Signed older = envelope.replaces();
        older != null && !isEnded(fate);
        older = older.replaces()) {
      EnvelopeFates.Fate one = fates.ofReplaced(older.lane(), call, built(older));
      if (isEnded(one)) {
        fate = one;
        ended = older;
      } else if (!(one instanceof EnvelopeFates.Gone) && !(fate instanceof EnvelopeFates.Used)) {
        fate = one;
      }
    }
    return told(ended, fate);
  }

  private static boolean isEnded(EnvelopeFates.Fate fate) {
    return fate instanceof EnvelopeFates.Landed || fate instanceof EnvelopeFates.Failed;
  }

  private static Fate told(Signed envelope, EnvelopeFates.Fate fate) {
    LaneRow.Built built = built(envelope);
    return switch (fate) {
      case EnvelopeFates.Landed(Answer.Landed landed) ->
          new Fate.Ended(
              new Outcome.Landed(
                  envelope.hash(),
                  landed.ledger(),
                  landed.closeTime(),
                  Charges.fee(built, landed.fee()),
                  null,
                  landed.minted(),
                  landed.merged(),
                  Charges.inclusion(built, landed.taken()),
                  null));
      case EnvelopeFates.Failed(Answer.Failed failed) ->
          new Fate.Ended(
              new Outcome.Failed(
                  envelope.hash(),
                  failed.ledger(),
                  failed.closeTime(),
                  Charges.fee(built, failed.fee()),
                  failed.cause(),
                  failed.detail(),
                  Charges.inclusion(built, failed.taken())));
      case EnvelopeFates.Open _ -> new Fate.Open();
      case EnvelopeFates.Gone _ -> new Fate.Gone();
      case EnvelopeFates.Used() -> new Fate.Used();
    };
  }

  private static LaneRow.Built built(Signed envelope) {
    return new LaneRow.Built(
        envelope.base64(),
        envelope.hash().hex(),
        envelope.replaces() == null ? null : envelope.first().hash().hex(),
        envelope.sequence(),
        envelope.maxTime(),
        envelope.ledger(),
        null,
        null);
  }
}
