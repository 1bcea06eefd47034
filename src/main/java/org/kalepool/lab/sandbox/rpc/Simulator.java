package org.kalepool.lab.sandbox.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.kalepool.lab.sandbox.contract.CallLog;
import org.kalepool.lab.sandbox.contract.ContractRun;
import org.kalepool.lab.sandbox.contract.HostCalls;
import org.kalepool.lab.sandbox.contract.Invocation;
import org.kalepool.lab.sandbox.contract.ShortWay;
import org.kalepool.lab.sandbox.ledger.Ledger;
import org.kalepool.lab.sandbox.ledger.NetworkRules;
import org.kalepool.lab.sandbox.ledger.View;
import org.kalepool.lab.sandbox.transaction.Resources;
import org.kalepool.lab.sandbox.transaction.SignedTransaction;
import org.kalepool.lab.sandbox.transaction.Usage;
import org.kalepool.lab.sandbox.xdr.Val;
import org.kalepool.lab.sandbox.xdr.XdrOut;
import org.stellar.sdk.xdr.OperationType;
import org.stellar.sdk.xdr.SorobanTransactionData;

/** simulateTransaction: runs a call on the latest ledger and says what it would take. */
public final class Simulator {
  static final long REFUNDABLE_PERCENT = 115;
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final NetworkRules rules;
  private final LongSupplier nonces;
  private final HostSimulation host;

  public Simulator(NetworkRules rules, HostCalls host, LongSupplier nonces) {
    this.rules = rules;
    this.nonces = nonces;
    this.host = new HostSimulation(rules, host, nonces);
  }

  /** As a node does that is asked for nothing in particular. */
  public ObjectNode simulate(SignedTransaction tx, View view, Ledger latest) {
    return simulate(tx, JSON.objectNode(), view, latest);
  }

  /**
   * @param params of simulateTransaction
   */
  ObjectNode simulate(SignedTransaction tx, JsonNode params, View view, Ledger latest) {
    String refusal = unsupported(tx);
    if (refusal == null) {
      refusal = SimulationParams.fault(tx, params);
    }
    SimulationParams asked = SimulationParams.of(tx, params);
    if (refusal != null || asked == null) {
      return JSON.objectNode().put("error", refusal).put("latestLedger", 0);
    }
    var body = tx.operations().getFirst().getBody();
    SorobanTransactionData data = tx.soroban();
    return switch (body.getDiscriminant()) {
      case EXTEND_FOOTPRINT_TTL ->
          new LifeSimulation(rules, view, latest)
              .extension(
                  data == null ? List.of() : tx.resources(data).readOnly(),
                  body.getExtendFootprintTTLOp().getExtendTo().getUint32().getNumber());
      case RESTORE_FOOTPRINT ->
          new LifeSimulation(rules, view, latest)
              .restoration(data == null ? List.of() : tx.resources(data).readWrite());
      default ->
          asked.equals(SimulationParams.of(tx))
                  && tx.isPlainlyAuthorized()
                  && ShortWay.takes(rules, body.getInvokeHostFunctionOp())
              ? call(tx, view, latest)
              : host.simulate(tx, asked, view, latest);
    };
  }

  private ObjectNode call(SignedTransaction tx, View view, Ledger latest) {
    ObjectNode answer = JSON.objectNode();
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
    OperationType type = tx.operations().getFirst().getBody().getDiscriminant();
    return switch (type) {
      case INVOKE_HOST_FUNCTION, EXTEND_FOOTPRINT_TTL, RESTORE_FOOTPRINT -> null;
      default -> "transaction contains unsupported operation type: OperationType" + name(type);
    };
  }

  private static String name(OperationType type) {
    return Arrays.stream(type.name().split("_"))
        .map(word -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
        .collect(Collectors.joining());
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
        declared.nonRefundableFee(
                rules.rates(),
                SimulatedSize.of(8 + tx.hostFunction().length + authSize(done.auth()), declared))
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
    put(answer, "stateChanges", StateChanges.of(declared, done.changes(), view, latest.sequence()));
  }

  /** A real node leaves these lists out where they would be empty. */
  static void put(ObjectNode answer, String name, ArrayNode list) {
    if (!list.isEmpty()) {
      answer.set(name, list);
    }
  }

  private static int authSize(List<String> entries) {
    return entries.stream().mapToInt(entry -> Base64.getDecoder().decode(entry).length).sum();
  }

  private static ArrayNode events(CallLog log, boolean successful) {
    ArrayNode events = JSON.arrayNode();
    log.all().forEach(event -> events.add(event.diagnosticBase64(successful)));
    return events;
  }
}
