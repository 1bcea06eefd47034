package org.kalepool.stellar;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.kale.Block;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Pail;
import org.kalepool.kale.Xlm;
import org.stellar.sdk.xdr.SCVal;
import org.stellar.sdk.xdr.SorobanAuthorizationEntry;
import org.stellar.sdk.xdr.SorobanCredentialsType;

/** Tells what an answer of the network means. Asks nothing but the stored pail and block. */
final class Classifier {
  private final KaleNetwork network;
  private final Stored stored;

  Classifier(KaleNetwork network, Stored stored) {
    this.network = network;
    this.stored = stored;
  }

  /** What is stored now, asked only where a contract's error number does not say enough. */
  interface Stored {
    @Nullable Pail pail(Address farmer, long index);

    @Nullable Block block(long index);
  }

  /** What became of a simulation. */
  Simulated simulated(Call call, Rpc.Simulation simulation) {
    String error = simulation.error();
    if (error != null) {
      return new Simulated.Stopped(simulationError(call, error));
    }
    if (simulation.restorePreamble() != null && !simulation.restorePreamble().isNull()) {
      return new Simulated.Stopped(
          new Answer.Refused(Cause.ARCHIVED, "an entry must be restored first"));
    }
    if (simulation.transactionData() == null) {
      return new Simulated.Stopped(new Answer.TryAgain("a simulation without a result", false));
    }
    List<Rpc.SimulatedResult> results =
        simulation.results() == null ? List.of() : simulation.results();
    List<String> auth =
        results.isEmpty() || results.getFirst().auth() == null
            ? List.of()
            : results.getFirst().auth();
    String returned = results.isEmpty() ? null : results.getFirst().xdr();
    return new Simulated.Ready(
        SorobanData.read(simulation.transactionData()),
        auth.stream().map(this::checkedAuth).toList(),
        returned == null ? null : Xdr.read("a return value", returned, SCVal::decode));
  }

  private Answer simulationError(Call call, String error) {
    String detail = error.lines().findFirst().orElse(error);
    Optional<Faults.HostFault> fault = Faults.inText(error);
    if (fault.isEmpty()) {
      return detail.contains("unmarshal")
          ? new Answer.Refused(Cause.MALFORMED, detail)
          : new Answer.TryAgain(detail, false);
    }
    Integer code = fault.get().contractCode();
    if (code != null) {
      Cause cause = contractCause(call, code);
      return cause == Cause.GAP_TOO_LOW
          ? new Answer.TryAgain("planted in this very ledger: " + detail, false)
          : new Answer.Refused(cause, detail);
    }
    return switch (fault.get().hostCause()) {
      case RESOURCES_EXCEEDED -> new Answer.Refused(Cause.RESOURCES_EXCEEDED, detail);
      case BAD_SIGNATURE -> new Answer.Refused(Cause.BAD_SIGNATURE, detail);
      default -> new Answer.TryAgain(detail, false);
    };
  }

  /** An authorisation by the operation's source; any other would need a signature of its own. */
  private SorobanAuthorizationEntry checkedAuth(String base64) {
    SorobanAuthorizationEntry entry =
        Xdr.read("an authorisation", base64, SorobanAuthorizationEntry::decode);
    boolean bySource =
        entry.getCredentials().getDiscriminant()
            == SorobanCredentialsType.SOROBAN_CREDENTIALS_SOURCE_ACCOUNT;
    boolean ofKale =
        entry.getRootInvocation().getFunction().getContractFn() != null
            && entry
                .getRootInvocation()
                .getFunction()
                .getContractFn()
                .getContractAddress()
                .equals(ScVals.scAddress(network.contract()));
    if (!bySource || !ofKale) {
      throw new RpcException("the node wants an authorisation that the call does not need");
    }
    return entry;
  }

  /** What a node says to a transaction sent to it. */
  Answer sent(Rpc.Sent sent) {
    String status = sent.status() == null ? "" : sent.status();
    return switch (status) {
      case "PENDING", "DUPLICATE" -> new Answer.Unknown(status);
      case "TRY_AGAIN_LATER" -> new Answer.TryAgain(status, false);
      case "ERROR" ->
          sent.errorResultXdr() == null
              ? new Answer.Unknown("ERROR without a result")
              : Results.read(sent.errorResultXdr()).refusal();
      default -> new Answer.Unknown("status " + status);
    };
  }

  /** What a node refuses with an error object instead of a status. */
  static Answer sendError(RpcErrorException e) {
    // -32602: it is not even a transaction
    return e.code() == -32602
        ? new Answer.Refused(Cause.MALFORMED, String.valueOf(e.getMessage()))
        : new Answer.Unknown(String.valueOf(e.getMessage()));
  }

  /** What a node knows about a transaction. */
  Answer looked(Call call, Rpc.Looked looked) {
    String status = looked.status() == null ? "" : looked.status();
    return switch (status) {
      case "SUCCESS" -> landed(call, looked);
      case "FAILED" -> failed(call, looked);
      default -> new Answer.Unknown(status);
    };
  }

  private Answer landed(Call call, Rpc.Looked looked) {
    Kale minted =
        call instanceof Call.Harvest harvest && looked.events() != null
            ? ContractEvents.minted(
                    looked.events().contractEventsXdr(), network.assetContract(), harvest.farmer())
                .orElse(null)
            : null;
    Xlm merged =
        call instanceof Call.Operations && looked.resultXdr() != null
            ? results(looked).merged()
            : null;
    return new Answer.Landed(looked.ledger(), looked.createdAt(), fee(looked), minted, merged);
  }

  private Answer failed(Call call, Rpc.Looked looked) {
    Results results = results(looked);
    Results.Fault operation = results.operation();
    Cause cause = operation == null ? refusalCause(results) : operation.cause();
    String detail = operation == null ? results.code().name() : operation.code();
    if (cause == Cause.CONTRACT_ERROR) {
      Optional<Faults.HostFault> fault = Faults.inEvents(looked.diagnosticEventsXdr());
      if (fault.isPresent()) {
        Integer code = fault.get().contractCode();
        cause = code == null ? fault.get().hostCause() : contractCause(call, code);
        detail = fault.get().text();
      }
    }
    return new Answer.Failed(looked.ledger(), looked.createdAt(), fee(looked), cause, detail);
  }

  private static Cause refusalCause(Results results) {
    return results.refusal() instanceof Answer.Refused refused ? refused.cause() : Cause.OTHER;
  }

  private static Xlm fee(Rpc.Looked looked) {
    Rpc.LookedEvents events = looked.events();
    Optional<Long> told =
        events == null
            ? Optional.empty()
            : ContractEvents.feeCharged(events.transactionEventsXdr());
    return Xlm.ofStroops(told.orElseGet(() -> results(looked).feeCharged()));
  }

  private static Results results(Rpc.Looked looked) {
    if (looked.resultXdr() == null) {
      throw new RpcException("getTransaction: " + looked.status() + " without resultXdr");
    }
    return Results.read(looked.resultXdr());
  }

  private Cause contractCause(Call call, int code) {
    boolean ambiguous = code == 10 || code == 12;
    if (call instanceof Call.Harvest harvest && ambiguous) {
      return Faults.contractCause(
          call,
          code,
          stored.pail(harvest.farmer(), harvest.index()),
          stored.block(harvest.index()));
    }
    return Faults.contractCause(call, code, null, null);
  }
}
