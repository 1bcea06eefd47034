package org.kalepool.lab.sandbox.rpc;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Base64;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.kalepool.lab.sandbox.contract.Authorities;
import org.kalepool.lab.sandbox.contract.CallLog;
import org.kalepool.lab.sandbox.contract.ContractRun;
import org.kalepool.lab.sandbox.contract.Invocation;
import org.kalepool.lab.sandbox.ledger.EntryXdr;
import org.kalepool.lab.sandbox.ledger.Key;
import org.kalepool.lab.sandbox.ledger.Ledger;
import org.kalepool.lab.sandbox.ledger.NetworkRules;
import org.kalepool.lab.sandbox.ledger.StoredEntry;
import org.kalepool.lab.sandbox.ledger.View;
import org.kalepool.lab.sandbox.transaction.Resources;
import org.kalepool.lab.sandbox.transaction.SignedTransaction;
import org.kalepool.lab.sandbox.transaction.Usage;
import org.kalepool.lab.sandbox.xdr.Val;
import org.kalepool.lab.sandbox.xdr.XdrOut;
import org.stellar.sdk.xdr.HostFunctionType;
import org.stellar.sdk.xdr.OperationType;
import org.stellar.sdk.xdr.SorobanAuthorizationEntry;
import org.stellar.sdk.xdr.SorobanTransactionData;

/** simulateTransaction: runs a call on the latest ledger and says what it would take. */
public final class Simulator {
  /** What a real node adds to a transaction's size for what it cannot know, signatures included. */
  private static final int SIZE_MARGIN = 2_276;

  private static final long REFUNDABLE_PERCENT = 115;
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final NetworkRules rules;
  private final LongSupplier nonces;

  public Simulator(NetworkRules rules, LongSupplier nonces) {
    this.rules = rules;
    this.nonces = nonces;
  }

  public ObjectNode simulate(SignedTransaction tx, View view, Ledger latest) {
    ObjectNode answer = JSON.objectNode();
    String unsupported = unsupported(tx);
    if (unsupported != null) {
      return answer.put("error", unsupported).put("latestLedger", latest.sequence());
    }
    var operation = tx.operations().getFirst();
    ContractRun run =
        new ContractRun(
            rules,
            operation.getBody().getInvokeHostFunctionOp(),
            tx.source(operation),
            view,
            latest);
    ContractRun.Done done = run.simulating(nonces);
    switch (done.outcome()) {
      case Invocation.Outcome.Returned(Val value) ->
          succeeded(answer, tx, view, latest, done, value);
      case Invocation.Outcome.Stopped(Val error) -> {
        answer.put("error", done.log().text(error));
        put(answer, "events", events(done.log(), false));
      }
    }
    return answer.put("latestLedger", latest.sequence());
  }

  private static @Nullable String unsupported(SignedTransaction tx) {
    if (tx.operations().size() != 1) {
      return "Transaction contains more than one operation";
    }
    var body = tx.operations().getFirst().getBody();
    if (body.getDiscriminant() != OperationType.INVOKE_HOST_FUNCTION) {
      return "Transaction contains unsupported operation type: " + body.getDiscriminant();
    }
    return body.getInvokeHostFunctionOp().getHostFunction().getDiscriminant()
            == HostFunctionType.HOST_FUNCTION_TYPE_INVOKE_CONTRACT
        ? null
        : "the sandbox runs no contracts but its own: only calls can be simulated";
  }

  private void succeeded(
      ObjectNode answer,
      SignedTransaction tx,
      View view,
      Ledger latest,
      ContractRun.Done done,
      Val value) {
    Resources touched =
        new Resources(done.footprint().readOnly(), done.footprint().readWrite(), 0, 0, 0);
    Usage usage =
        Usage.of(
            touched, view, done.changes(), latest.sequence(), rules.rates(), done.eventBytes());
    Resources declared =
        new Resources(
            touched.readOnly(),
            touched.readWrite(),
            done.kind().declared(done.signedAuthorization()),
            usage.diskReadBytes(),
            usage.writeBytes());
    long fee =
        declared.nonRefundableFee(rules.rates(), size(tx, declared, done.auth()))
            + usage.refundableFee(rules.rates()) * REFUNDABLE_PERCENT / 100;
    XdrOut data = new XdrOut();
    declared.write(data, fee);
    answer.put("transactionData", data.base64());
    put(answer, "events", events(done.log(), true));
    answer.put("minResourceFee", Long.toString(fee));
    ObjectNode result = JSON.objectNode();
    ArrayNode auth = result.putArray("auth");
    done.auth().forEach(auth::add);
    result.put("xdr", Base64.getEncoder().encodeToString(value.bytes()));
    answer.putArray("results").add(result);
    put(answer, "stateChanges", stateChanges(declared, done.changes(), view));
  }

  /** A real node leaves these lists out where they would be empty. */
  private static void put(ObjectNode answer, String name, ArrayNode list) {
    if (!list.isEmpty()) {
      answer.set(name, list);
    }
  }

  /** The size of the transaction once it carries what this simulation says. */
  private static int size(SignedTransaction tx, Resources declared, List<String> auth) {
    int size = tx.size();
    for (var signature : tx.signatures()) {
      size -= 8 + (signature.getSignature().getSignature().length + 3) / 4 * 4;
    }
    SorobanTransactionData data = tx.soroban();
    if (data != null) {
      size -= resourcesSize(Resources.of(data.getResources()));
    }
    SorobanAuthorizationEntry[] sent =
        tx.operations().getFirst().getBody().getInvokeHostFunctionOp().getAuth();
    size -= authSize(Authorities.base64(sent));
    return size + resourcesSize(declared) + authSize(auth) + SIZE_MARGIN;
  }

  private static int resourcesSize(Resources resources) {
    XdrOut out = new XdrOut();
    resources.write(out, 0);
    return out.size();
  }

  private static int authSize(List<String> entries) {
    return entries.stream().mapToInt(entry -> Base64.getDecoder().decode(entry).length).sum();
  }

  private static ArrayNode events(CallLog log, boolean successful) {
    ArrayNode events = JSON.arrayNode();
    log.all().forEach(event -> events.add(event.diagnosticBase64(successful)));
    return events;
  }

  /** What the call would change, in the order of the keys. */
  private static ArrayNode stateChanges(Resources declared, View after, View before) {
    ArrayNode changes = JSON.arrayNode();
    for (Key key : declared.readWrite()) {
      StoredEntry old = before.get(key);
      StoredEntry now = after.get(key);
      if (old == null && now == null) {
        continue;
      }
      ObjectNode change = changes.addObject();
      change.put("type", old == null ? "created" : now == null ? "deleted" : "updated");
      change.put("key", key.base64());
      change.put("before", old == null ? null : entry(key, old));
      // classic entries are shown as not yet modified, contracts' as last modified before
      change.put("after", now == null ? null : entry(key, key.classic() ? now.modifiedIn(0) : now));
    }
    return changes;
  }

  private static String entry(Key key, StoredEntry entry) {
    XdrOut out = new XdrOut();
    EntryXdr.writeEntry(out, key, entry);
    return out.base64();
  }
}
