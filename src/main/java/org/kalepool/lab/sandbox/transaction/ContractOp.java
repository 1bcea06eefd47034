package org.kalepool.lab.sandbox.transaction;

import static org.stellar.sdk.xdr.OperationType.INVOKE_HOST_FUNCTION;

import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.kalepool.kale.Address;
import org.kalepool.kale.Sha256;
import org.kalepool.lab.sandbox.contract.CallLog;
import org.kalepool.lab.sandbox.contract.ContractRun;
import org.kalepool.lab.sandbox.contract.Footprint;
import org.kalepool.lab.sandbox.contract.HostCalls;
import org.kalepool.lab.sandbox.contract.Invocation;
import org.kalepool.lab.sandbox.contract.ShortWay;
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
import org.stellar.sdk.xdr.InvokeHostFunctionOp;
import org.stellar.sdk.xdr.SorobanTransactionData;

/**
 * A contract's operation in a ledger: run within what it declared, and charged for what it took.
 * KALE's own calls by accounts take a short way, all others that of the Soroban host.
 */
final class ContractOp {
  private static final int TRAPPED = -2;
  private static final int RESOURCE_LIMIT_EXCEEDED = -3;
  private static final int INSUFFICIENT_REFUNDABLE_FEE = -5;

  private final NetworkRules rules;
  private final Ledger ledger;

  private final HostCalls host;

  ContractOp(NetworkRules rules, HostCalls host, Ledger ledger) {
    this.rules = rules;
    this.host = host;
    this.ledger = ledger;
  }

  Applied apply(SignedTransaction tx, SorobanTransactionData soroban, View state) {
    Resources declared = tx.resources(soroban);
    var body = tx.operations().getFirst().getBody();
    if (body.getDiscriminant() != INVOKE_HOST_FUNCTION) {
      return new LifeOp(rules, ledger, tx, declared, state).apply();
    }
    InvokeHostFunctionOp operation = body.getInvokeHostFunctionOp();
    return tx.isPlainlyAuthorized() && ShortWay.takes(rules, operation)
        ? call(tx, operation, declared, state)
        : new HostOp(rules, host, ledger, tx, declared, state).apply();
  }

  private Applied call(
      SignedTransaction tx, InvokeHostFunctionOp operation, Resources declared, View state) {
    long nonRefundable = declared.nonRefundableFee(rules.rates(), tx.size());
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
        Set.of(),
        events,
        shown(done.log(), true),
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
    withHostFailure(log);
    return Applied.failed(
        OpResult.of(INVOKE_HOST_FUNCTION, code), nonRefundable, shown(log, false));
  }

  private static Supplier<List<String>> shown(CallLog log, boolean ok) {
    return () -> log.all().stream().map(event -> event.diagnosticBase64(ok)).toList();
  }

  private static void withHostFailure(CallLog log) {
    log.all().stream()
        .filter(e -> e.topics().size() == 2 && e.topics().getFirst().equals(new Val.Sym("error")))
        .reduce((first, second) -> second)
        .ifPresent(
            last ->
                log.diagnostic(
                    null,
                    List.of(new Val.Sym("host_fn_failed"), last.topics().get(1)),
                    Val.none()));
  }
}
