package org.kalepool.stellar.lanes;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.kale.Block;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Pail;
import org.kalepool.kale.Xlm;
import org.kalepool.stellar.Call;
import org.kalepool.stellar.Cause;
import org.kalepool.stellar.ContractCall;
import org.kalepool.stellar.KaleNetwork;
import org.kalepool.stellar.RpcErrorException;
import org.kalepool.stellar.RpcException;
import org.kalepool.stellar.chain.ContractEvents;
import org.kalepool.stellar.rpc.Rpc;
import org.kalepool.stellar.xdr.ReturnedValue;
import org.kalepool.stellar.xdr.SorobanData;
import org.kalepool.stellar.xdr.Xdr;
import org.kalepool.stellar.xdr.XdrException;
import org.stellar.sdk.xdr.SCVal;

/** Tells what an answer of the network means. Asks nothing but the stored pail and block. */
public final class Classifier {
  private static final Logger LOG = Logger.getLogger(Classifier.class);

  /** The most characters of a text that nobody could read that are kept: far beyond any result. */
  private static final int KEPT = 4_000;

  private final KaleNetwork network;
  private final Causes causes;
  private final BatchItems items;
  private final NeededAuthorizations needed;

  public Classifier(KaleNetwork network, Stored stored) {
    this.network = network;
    this.causes = new Causes(stored);
    this.items = new BatchItems(causes);
    this.needed = new NeededAuthorizations(network);
  }

  /** What is stored now, asked only where a contract's error number does not say enough. */
  public interface Stored {
    @Nullable Pail pail(Address farmer, long index);

    @Nullable Block block(long index);
  }

  /** What became of a simulation. */
  public Simulated simulated(Call call, Rpc.SimulateTransactionResponse simulation) {
    String error = simulation.error();
    if (error != null) {
      return new Simulated.Stopped(simulationError(call, error));
    }
    if (simulation.restorePreamble() != null && !simulation.restorePreamble().isNull()) {
      return new Simulated.Stopped(
          new Answer.Refused(Cause.ARCHIVED, "an entry must be restored first"));
    }
    boolean called = !(call instanceof Call.Operations || call instanceof ContractCall.Life);
    boolean without = simulation.results() == null || simulation.results().isEmpty();
    if (simulation.transactionData() == null || (called && without)) {
      return new Simulated.Stopped(Answer.TryAgain.later("a simulation without a result"));
    }
    List<Rpc.SimulateHostFunctionResult> results =
        simulation.results() == null ? List.of() : simulation.results();
    Rpc.SimulateHostFunctionResult first = results.isEmpty() ? null : results.getFirst();
    List<String> auth = first == null || first.auth() == null ? List.of() : first.auth();
    SorobanData data = SorobanData.read(simulation.transactionData());
    if (!data.isPossible()) {
      throw new RpcException("simulateTransaction: resources beyond what a transaction can name");
    }
    return new Simulated.Ready(data, needed.checked(call, auth));
  }

  private Answer simulationError(Call call, String error) {
    String detail = error.lines().findFirst().orElse(error);
    Optional<Faults.HostFault> fault = Faults.inText(error);
    if (fault.isEmpty()) {
      return detail.contains("unmarshal")
          ? new Answer.Refused(Cause.MALFORMED, detail)
          : Answer.TryAgain.later(detail);
    }
    if (call instanceof Call.Many) {
      // as a whole, and its items can go on by themselves
      return new Answer.Refused(causes.of(call, fault.get()), detail);
    }
    Integer code = fault.get().contractCode();
    if (code != null) {
      Cause cause = causes.ofContract(call, code);
      return cause == Cause.GAP_TOO_LOW
          ? Answer.TryAgain.later("planted in this very ledger: " + detail)
          : new Answer.Refused(cause, detail);
    }
    return switch (fault.get().hostCause()) {
      case RESOURCES_EXCEEDED -> new Answer.Refused(Cause.RESOURCES_EXCEEDED, detail);
      case BAD_SIGNATURE -> new Answer.Refused(Cause.BAD_SIGNATURE, detail);
      default -> Answer.TryAgain.later(detail);
    };
  }

  /** What a node says to a transaction sent to it. */
  public Answer sent(Rpc.SendTransactionResponse sent) {
    String status = sent.status() == null ? "" : sent.status();
    return switch (status) {
      case "PENDING", "DUPLICATE" -> new Answer.Taken(status);
      case "TRY_AGAIN_LATER" -> Answer.TryAgain.later(status);
      case "ERROR" -> refused(sent.errorResultXdr());
      default -> new Answer.Unknown("status " + status);
    };
  }

  /** A refusal that cannot be read may be one for now: its time shows whether it lands. */
  private static Answer refused(@Nullable String result) {
    if (result == null) {
      return new Answer.Unknown("ERROR without a result");
    }
    try {
      return Results.read(result).refusal();
    } catch (XdrException e) {
      LOG.debug("a refusal newer than the decoder", e);
      return new Answer.Unknown("ERROR with a result that cannot be read: " + kept(result));
    }
  }

  /** What a node refuses with an error object instead of a status. */
  public static Answer sendError(RpcErrorException e) {
    // -32602: it is not even a transaction
    return e.code() == -32602
        ? new Answer.Refused(Cause.MALFORMED, String.valueOf(e.getMessage()))
        : new Answer.Unknown(String.valueOf(e.getMessage()));
  }

  /**
   * What a node knows about a transaction. One that is in a ledger has ended there, whether or not
   * this pool is old enough not to understand its result.
   *
   * @throws RpcException if it says neither that it knows the transaction nor that it does not
   */
  public Answer looked(Call call, Rpc.GetTransactionResponse looked) {
    String status = String.valueOf(looked.status());
    return switch (status) {
      case "SUCCESS" -> landed(call, inLedger(looked));
      case "FAILED" -> failed(call, inLedger(looked));
      case "NOT_FOUND" -> new Answer.Unknown(status);
      default -> throw new RpcException("getTransaction: unknown status " + status);
    };
  }

  private static Rpc.GetTransactionResponse inLedger(Rpc.GetTransactionResponse looked) {
    if (looked.ledger() <= 0 || looked.createdAt() <= 0) {
      throw new RpcException("getTransaction: " + looked.status() + " without ledger or time");
    }
    return looked;
  }

  private Answer landed(Call call, Rpc.GetTransactionResponse looked) {
    Kale minted = looked.events() == null ? null : moved(call, looked.events().contractEventsXdr());
    Results results = results(looked);
    Xlm merged = call instanceof Call.Operations && results != null ? results.merged() : null;
    return new Answer.Landed(
        looked.ledger(),
        looked.createdAt(),
        fee(looked, results),
        taken(call, looked, results),
        minted,
        merged,
        results == null ? unread(looked) : null,
        call instanceof Call.Many many ? items(many, looked) : null);
  }

  private @Nullable List<Answer.Item> items(Call.Many many, Rpc.GetTransactionResponse looked) {
    try {
      return items.of(many, ReturnedValue.of(looked.resultMetaXdr()));
    } catch (XdrException e) {
      LOG.debug("a batch whose results cannot be read", e);
      return null;
    }
  }

  /**
   * The items of a batch that a simulation says would fail, by their places.
   *
   * @throws XdrException if it does not tell
   */
  Map<Integer, Answer.Refused> failing(Call.Many many, Rpc.SimulateTransactionResponse simulation) {
    List<Rpc.SimulateHostFunctionResult> results = simulation.results();
    String value = results == null || results.isEmpty() ? null : results.getFirst().xdr();
    return items.failing(many, Xdr.read("a batch's results", value, SCVal::decode));
  }

  /** What a harvest has minted, or a split paid its payout wallet from the custodial account. */
  private @Nullable Kale moved(Call call, @Nullable List<List<String>> events) {
    return switch (call) {
      case Call.Harvest harvest ->
          ContractEvents.minted(events, network.assetContract(), harvest.farmer()).orElse(null);
      case ContractCall.ExecuteSplit split ->
          ContractEvents.sent(events, network.assetContract(), split.custodial(), split.payout())
              .orElse(null);
      default -> null;
    };
  }

  private Answer failed(Call call, Rpc.GetTransactionResponse looked) {
    Results results = results(looked);
    Results.Fault operation = results == null ? null : results.operation();
    Cause cause = Cause.OTHER;
    String detail = unread(looked);
    if (operation != null) {
      cause = operation.cause();
      detail = operation.code();
    } else if (results != null) {
      cause = refusalCause(results);
      detail = results.code().name();
    }
    if (cause == Cause.CONTRACT_ERROR || results == null) {
      Optional<Faults.HostFault> fault = Faults.inEvents(looked.diagnosticEventsXdr());
      if (fault.isPresent()) {
        cause = causes.of(call, fault.get());
        detail = fault.get().text();
      }
    }
    return new Answer.Failed(
        looked.ledger(),
        looked.createdAt(),
        fee(looked, results),
        taken(call, looked, results),
        cause,
        detail);
  }

  private static Cause refusalCause(Results results) {
    return results.refusal() instanceof Answer.Refused refused ? refused.cause() : Cause.OTHER;
  }

  private static @Nullable Xlm fee(Rpc.GetTransactionResponse looked, @Nullable Results results) {
    Rpc.TransactionEvents events = looked.events();
    Optional<Long> told =
        events == null
            ? Optional.empty()
            : ContractEvents.feeCharged(events.transactionEventsXdr());
    if (told.isPresent()) {
      return Xlm.ofStroops(told.get());
    }
    if (results != null) {
      return Xlm.ofStroops(results.feeCharged());
    }
    OptionalLong first = Results.feeOnly(looked.resultXdr());
    return first.isPresent() ? Xlm.ofStroops(first.getAsLong()) : null;
  }

  /** Classic operations are refunded nothing; what a call was, its first event alone tells. */
  private static @Nullable Xlm taken(
      Call call, Rpc.GetTransactionResponse looked, @Nullable Results results) {
    Rpc.TransactionEvents events = looked.events();
    Optional<Long> told =
        events == null ? Optional.empty() : ContractEvents.feeTaken(events.transactionEventsXdr());
    if (told.isPresent()) {
      return Xlm.ofStroops(told.get());
    }
    return call instanceof Call.Operations && results != null
        ? Xlm.ofStroops(results.feeCharged())
        : null;
  }

  /** Null for a result that is missing, damaged, or of a protocol newer than the decoder. */
  private static @Nullable Results results(Rpc.GetTransactionResponse looked) {
    try {
      return Results.read(looked.resultXdr());
    } catch (XdrException e) {
      LOG.debug("a result newer than the decoder", e);
      return null;
    }
  }

  private static String unread(Rpc.GetTransactionResponse looked) {
    String result = looked.resultXdr();
    return looked.status()
        + (result == null
            ? " without a result"
            : " with a result that cannot be read: " + kept(result));
  }

  private static String kept(String text) {
    return text.length() <= KEPT ? text : text.substring(0, KEPT) + "…";
  }
}
