package org.kalepool.lab.sandbox.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.kalepool.kale.Address;
import org.kalepool.kale.Moment;
import org.kalepool.lab.sandbox.ledger.Key;
import org.kalepool.lab.sandbox.ledger.Ledger;
import org.kalepool.lab.sandbox.ledger.NetworkRules;
import org.kalepool.lab.sandbox.ledger.Overlay;
import org.kalepool.lab.sandbox.ledger.View;
import org.kalepool.lab.sandbox.xdr.Event;
import org.kalepool.lab.sandbox.xdr.Val;
import org.stellar.sdk.xdr.InvokeHostFunctionOp;

/** One contract call run on entries that it changes only when it succeeds. */
public final class ContractRun {
  private final NetworkRules rules;
  private final InvokeHostFunctionOp operation;
  private final Address source;
  private final View below;
  private final Overlay changes;
  private final Moment now;
  private final long entriesLiveUntil;
  private final CallLog log = new CallLog();
  private final List<String> auth = new ArrayList<>();
  private boolean signedAuthorization;

  /**
   * @param source of the operation
   * @param now the ledger that the contract sees
   */
  public ContractRun(
      NetworkRules rules, InvokeHostFunctionOp operation, Address source, View below, Ledger now) {
    this.rules = rules;
    this.operation = operation;
    this.source = source;
    this.below = below;
    this.changes = new Overlay(below);
    this.now = new Moment(now.sequence(), now.closeTime());
    this.entriesLiveUntil = now.sequence() + rules.minTempTtl() - 1;
  }

  /**
   * How a call went.
   *
   * @param outcome what it returned, or why it stopped
   * @param changes what it wrote; of no account when it stopped
   * @param auth the authorizations it needs, SorobanAuthorizationEntries in base64
   */
  public record Done(
      Invocation.Outcome outcome,
      CallKind kind,
      Overlay changes,
      CallLog log,
      Footprint footprint,
      List<String> auth,
      boolean signedAuthorization) {

    public long eventBytes() {
      long bytes =
          outcome instanceof Invocation.Outcome.Returned(Val value) ? value.bytes().length : 0;
      for (Event event : log.contractEvents()) {
        bytes += event.size();
      }
      return bytes;
    }
  }

  /** Runs it within the footprint that was declared, and only if it is authorized. */
  public Done enforcing(Footprint footprint) {
    if (!rules.checkSignatures()) {
      return run(footprint, Authorities.assumed());
    }
    Authorities.Enforced authority = enforced(footprint);
    Done done = run(footprint, authority);
    signedAuthorization = authority.usedSignature();
    return withAuth(done);
  }

  /** Runs it to see what it touches; without authorizations it notes which it needs. */
  public Done simulating(LongSupplier nonces) {
    Footprint footprint = Footprint.recording();
    if (operation.getAuth().length > 0 && rules.checkSignatures()) {
      auth.addAll(Authorities.base64(operation.getAuth()));
      Authorities.Enforced authority = enforced(footprint);
      Done done = run(footprint, authority);
      signedAuthorization = authority.usedSignature();
      return withAuth(done);
    }
    Done done = run(footprint, Authorities.recording(source, nonces, auth, footprint));
    signedAuthorization = footprint.readWrite().stream().anyMatch(Key.Nonce.class::isInstance);
    return withAuth(done);
  }

  private Authorities.Enforced enforced(Footprint footprint) {
    return new Authorities.Enforced(
        operation.getAuth(), source, rules.networkId(), changes, footprint, now.ledger());
  }

  private Done withAuth(Done done) {
    return new Done(
        done.outcome,
        done.kind,
        done.changes,
        done.log,
        done.footprint,
        List.copyOf(auth),
        signedAuthorization);
  }

  private Done run(Footprint footprint, Authority authority) {
    FarmState farm = new FarmState(changes, footprint, log, rules.contracts(), entriesLiveUntil);
    Invocation invocation =
        new Invocation(
            rules.contracts(),
            CallTarget.of(operation.getHostFunction().getInvokeContract()),
            now,
            farm,
            below,
            authority,
            log);
    Invocation.Outcome outcome = invocation.run();
    return new Done(outcome, invocation.kind(), changes, log, footprint, List.of(), false);
  }
}
