package org.kalepool.lab.sandbox.transaction;

import static org.stellar.sdk.xdr.OperationType.INVOKE_HOST_FUNCTION;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.kale.Sha256;
import org.kalepool.lab.sandbox.contract.CallLog;
import org.kalepool.lab.sandbox.contract.ContractRun;
import org.kalepool.lab.sandbox.contract.Footprint;
import org.kalepool.lab.sandbox.contract.Invocation;
import org.kalepool.lab.sandbox.ledger.Key;
import org.kalepool.lab.sandbox.ledger.Ledger;
import org.kalepool.lab.sandbox.ledger.NetworkRules;
import org.kalepool.lab.sandbox.ledger.Overlay;
import org.kalepool.lab.sandbox.ledger.StoredEntry;
import org.kalepool.lab.sandbox.ledger.View;
import org.kalepool.lab.sandbox.xdr.Event;
import org.kalepool.lab.sandbox.xdr.HostError;
import org.kalepool.lab.sandbox.xdr.Val;
import org.kalepool.lab.sandbox.xdr.XdrOut;
import org.stellar.sdk.xdr.HostFunctionType;
import org.stellar.sdk.xdr.InvokeHostFunctionOp;
import org.stellar.sdk.xdr.SorobanTransactionData;

/** A contract call in a ledger: run within what it declared, and charged for what it took. */
final class ContractOp {
  private static final int MALFORMED = -1;
  private static final int TRAPPED = -2;
  private static final int RESOURCE_LIMIT_EXCEEDED = -3;
  private static final int INSUFFICIENT_REFUNDABLE_FEE = -5;

  /**
   * What became of it.
   *
   * @param returned null unless it succeeded
   * @param refundable what it took of the refundable fee, stroops
   */
  record Applied(
      OpResult result,
      Overlay changes,
      List<Event> events,
      List<Event> diagnostics,
      @Nullable Val returned,
      long nonRefundable,
      long refundable,
      long rent) {}

  private final NetworkRules rules;
  private final Ledger ledger;

  ContractOp(NetworkRules rules, Ledger ledger) {
    this.rules = rules;
    this.ledger = ledger;
  }

  Applied apply(SignedTransaction tx, SorobanTransactionData soroban, View state) {
    Resources declared = Resources.of(soroban.getResources());
    long nonRefundable = declared.nonRefundableFee(rules.rates(), tx.size());
    InvokeHostFunctionOp operation = tx.operations().getFirst().getBody().getInvokeHostFunctionOp();
    if (operation.getHostFunction().getDiscriminant()
        != HostFunctionType.HOST_FUNCTION_TYPE_INVOKE_CONTRACT) {
      return failed(MALFORMED, new CallLog(), nonRefundable);
    }
    Address source = tx.source(tx.operations().getFirst());
    ContractRun.Done done =
        new ContractRun(rules, operation, source, state, ledger)
            .enforcing(Footprint.declared(declared.readOnly(), declared.readWrite()));
    if (!(done.outcome() instanceof Invocation.Outcome.Returned(Val value))) {
      return failed(TRAPPED, done.log(), nonRefundable);
    }
    touch(declared, done.changes());
    Usage usage =
        Usage.of(
            declared, state, done.changes(), ledger.sequence(), rules.rates(), done.eventBytes());
    if (done.kind().applied(done.signedAuthorization()) > declared.instructions()
        || usage.diskReadBytes() > declared.diskReadBytes()
        || usage.writeBytes() > declared.writeBytes()) {
      return exceeded(done, usage, declared, nonRefundable);
    }
    long refundable = usage.refundableFee(rules.rates());
    if (refundable > tx.resourceFee() - nonRefundable) {
      return failed(INSUFFICIENT_REFUNDABLE_FEE, done.log(), nonRefundable);
    }
    return succeeded(done, value, usage, nonRefundable);
  }

  /** The network writes all that a call may write, changed or not. */
  private static void touch(Resources declared, Overlay changes) {
    for (Key key : declared.readWrite()) {
      StoredEntry entry = changes.get(key);
      if (entry != null) {
        changes.put(key, entry);
      }
    }
  }

  private Applied succeeded(ContractRun.Done done, Val value, Usage usage, long nonRefundable) {
    List<Event> events = done.log().contractEvents();
    XdrOut preimage = new XdrOut();
    value.write(preimage);
    preimage.int32(events.size());
    events.forEach(event -> event.write(preimage));
    return new Applied(
        OpResult.of(INVOKE_HOST_FUNCTION, 0, Sha256.of(preimage.bytes())),
        done.changes(),
        events,
        done.log().all(),
        value,
        nonRefundable,
        usage.refundableFee(rules.rates()),
        usage.rentFee());
  }

  private Applied exceeded(
      ContractRun.Done done, Usage usage, Resources declared, long nonRefundable) {
    Val error = new Val.HostFault(HostError.BUDGET_EXCEEDED_LIMIT);
    done.log()
        .diagnostic(
            null,
            List.of(new Val.Sym("error"), error),
            Val.list(
                new Val.Str("operation resources exceed amount specified"),
                new Val.U64(usage.writeBytes()),
                new Val.U64(declared.writeBytes())));
    return failed(RESOURCE_LIMIT_EXCEEDED, done.log(), nonRefundable);
  }

  private static Applied failed(int code, CallLog log, long nonRefundable) {
    Overlay nothing = new Overlay(key -> null);
    return new Applied(
        OpResult.of(INVOKE_HOST_FUNCTION, code),
        nothing,
        List.of(),
        withHostFailure(log),
        null,
        nonRefundable,
        0,
        0);
  }

  private static List<Event> withHostFailure(CallLog log) {
    log.all().stream()
        .filter(e -> e.topics().size() == 2 && e.topics().getFirst().equals(new Val.Sym("error")))
        .reduce((first, second) -> second)
        .ifPresent(
            last ->
                log.diagnostic(
                    null, List.of(new Val.Sym("host_fn_failed"), last.topics().get(1)), Val.NONE));
    return log.all();
  }
}
