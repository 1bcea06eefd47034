package org.kalepool.lab.sandbox.rpc;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import org.kalepool.lab.sandbox.contract.HostCalls;
import org.kalepool.lab.sandbox.contract.HostOutcome;
import org.kalepool.lab.sandbox.ledger.Key;
import org.kalepool.lab.sandbox.ledger.Ledger;
import org.kalepool.lab.sandbox.ledger.NetworkRules;
import org.kalepool.lab.sandbox.ledger.Overlay;
import org.kalepool.lab.sandbox.ledger.StoredEntry;
import org.kalepool.lab.sandbox.ledger.View;
import org.kalepool.lab.sandbox.transaction.Resources;
import org.kalepool.lab.sandbox.transaction.SignedTransaction;
import org.kalepool.lab.sandbox.transaction.Usage;
import org.kalepool.lab.sandbox.xdr.XdrOut;

/** Simulates a host function of any kind in the Soroban host. */
final class HostSimulation {
  private static final String EXHAUSTED = "Error(Budget, ExceededLimit)";

  private final NetworkRules rules;
  private final HostCalls host;
  private final LongSupplier nonces;

  HostSimulation(NetworkRules rules, HostCalls host, LongSupplier nonces) {
    this.rules = rules;
    this.host = host;
    this.nonces = nonces;
  }

  ObjectNode simulate(SignedTransaction tx, SimulationParams params, View view, Ledger latest) {
    HostOutcome outcome = run(tx, params, view, latest);
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    if (outcome.ok()) {
      succeeded(answer, tx, params, view, latest, outcome);
    } else if (outcome.error().text().equals(EXHAUSTED)) {
      answer.put("error", "HostError: " + EXHAUSTED + "\nDebugInfo not available\n");
    } else {
      answer.put("error", outcome.text());
      Simulator.put(answer, "events", events(outcome));
    }
    return answer.put("latestLedger", latest.sequence());
  }

  private HostOutcome run(SignedTransaction tx, SimulationParams params, View view, Ledger latest) {
    HostCalls.Request request =
        new HostCalls.Request(tx.hostFunction(), tx.source(tx.operations().getFirst()));
    return params.mode() == SimulationParams.Mode.ENFORCE
        ? host.simulating(request, tx.authorizations(), view, latest)
        : host.recording(
            request,
            params.mode() == SimulationParams.Mode.RECORD_ALLOW_NONROOT,
            nonces,
            view,
            latest);
  }

  private void succeeded(
      ObjectNode answer,
      SignedTransaction tx,
      SimulationParams params,
      View view,
      Ledger latest,
      HostOutcome outcome) {
    List<Key> written = outcome.readWrite();
    List<Integer> archived = archived(written, view, latest);
    List<Key> forgotten = outcome.forgotten();
    Overlay changes = outcome.changes(view, new HashSet<>());
    restore(changes, archived.stream().map(written::get).toList(), latest);
    Resources touched = new Resources(outcome.readOnly(), written, 0, 0, 0, archived);
    Usage usage =
        Usage.of(
            touched,
            Set.copyOf(forgotten),
            view,
            changes,
            latest.sequence(),
            rules.rates(),
            outcome.eventBytes());
    Resources declared =
        new Resources(
            touched.readOnly(),
            written,
            params.declared(outcome.instructions()),
            usage.diskReadBytes()
                + FullAccounts.more(touched.readOnly(), view)
                + FullAccounts.more(written, view),
            usage.writeBytes() + FullAccounts.more(written, changes),
            archived);
    List<byte[]> auth = auth(tx, params, outcome);
    int operation = 8 + tx.hostFunction().length + auth.stream().mapToInt(a -> a.length).sum();
    long fee =
        declared.nonRefundableFee(rules.rates(), SimulatedSize.of(operation, declared))
            + usage.refundableFee(rules.rates()) * Simulator.REFUNDABLE_PERCENT / 100;
    XdrOut data = new XdrOut();
    declared.write(data, fee);
    answer.put("transactionData", data.base64());
    Simulator.put(answer, "events", events(outcome));
    answer.put("minResourceFee", Long.toString(fee));
    ObjectNode result = JsonNodeFactory.instance.objectNode();
    ArrayNode shown = result.putArray("auth");
    auth.forEach(entry -> shown.add(base64(entry)));
    result.put("xdr", base64(outcome.valueXdr()));
    answer.putArray("results").add(result);
    Simulator.put(
        answer,
        "stateChanges",
        StateChanges.of(declared, forgotten, changes, view, latest.sequence()));
  }

  /** The places of the keys whose entries come back. */
  private static List<Integer> archived(List<Key> written, View view, Ledger latest) {
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i < written.size(); i++) {
      StoredEntry entry = view.get(written.get(i));
      if (entry != null && written.get(i).persistent() && entry.expiredIn(latest.sequence())) {
        places.add(i);
      }
    }
    return places;
  }

  /** What was archived and is not changed comes back as it was. */
  private void restore(Overlay changes, List<Key> restored, Ledger latest) {
    long until = latest.sequence() + rules.minPersistentTtl() - 1;
    for (Key key : restored) {
      StoredEntry entry = changes.get(key);
      if (entry != null && entry.expiredIn(latest.sequence())) {
        changes.put(key, entry.living(until));
      }
    }
  }

  private static List<byte[]> auth(
      SignedTransaction tx, SimulationParams params, HostOutcome outcome) {
    if (params.mode() == SimulationParams.Mode.ENFORCE) {
      return tx.authorizations();
    }
    return outcome.auths(params.upgraded());
  }

  private static ArrayNode events(HostOutcome outcome) {
    ArrayNode events = JsonNodeFactory.instance.arrayNode();
    outcome.diagnostics().forEach(events::add);
    return events;
  }

  private static String base64(byte[] xdr) {
    return Base64.getEncoder().encodeToString(xdr);
  }
}
