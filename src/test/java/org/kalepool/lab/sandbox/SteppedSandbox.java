package org.kalepool.lab.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Sha256;
import org.kalepool.kale.Xlm;
import org.kalepool.lab.sandbox.ledger.Data;
import org.stellar.sdk.InvokeHostFunctionOperation;
import org.stellar.sdk.KeyPair;
import org.stellar.sdk.Operation;
import org.stellar.sdk.Transaction;
import org.stellar.sdk.xdr.SorobanAuthorizationEntry;
import org.stellar.sdk.xdr.TransactionResult;

/** A stepped sandbox and a client of it, for tests. */
final class SteppedSandbox implements AutoCloseable {
  static final Address ALICE = address(key("alice"));
  static final Address BOB = address(key("bob"));
  static final Address CAROL = address(key("carol"));

  final Sandbox sandbox;
  final TxMaker maker;

  SteppedSandbox(SandboxConfig config) {
    this(Sandbox.start(config));
  }

  SteppedSandbox(Sandbox sandbox) {
    this.sandbox = sandbox;
    maker = new TxMaker(sandbox.config());
  }

  static SteppedSandbox withFarmers() {
    return new SteppedSandbox(farmers().build());
  }

  static SandboxConfigBuilder farmers() {
    return SandboxConfig.stepped()
        .with()
        .account(ALICE, xlm(1_000), kale(1_000))
        .account(BOB, xlm(1_000), kale(500))
        .account(CAROL, xlm(1_000), null);
  }

  static KeyPair key(String name) {
    return KeyPair.fromSecretSeed(Sha256.of(name.getBytes(StandardCharsets.UTF_8)));
  }

  static Address address(KeyPair key) {
    return Address.account(key.getPublicKey());
  }

  static Xlm xlm(long whole) {
    return Xlm.ofStroops(whole * 10_000_000);
  }

  static Kale kale(long whole) {
    return Kale.ofStroops(whole * 10_000_000);
  }

  long nextSequence(Address account) {
    return sandbox.locked(
        () -> {
          Data.Account data = sandbox.network().store().account(account);
          if (data == null) {
            throw new AssertionError("no account " + account);
          }
          return data.sequence() + 1;
        });
  }

  JsonNode result(String method, @Nullable JsonNode params) {
    JsonNode answer = sandbox.call(method, params);
    if (!answer.has("result")) {
      throw new AssertionError(answer.toString());
    }
    return answer.get("result");
  }

  ObjectNode params(String name, String value) {
    return JsonNodeFactory.instance.objectNode().put(name, value);
  }

  JsonNode simulate(Address source, Operation operation) {
    Transaction tx = maker.make(source, nextSequence(source), 100, List.of(operation), null, 0);
    return result("simulateTransaction", params("transaction", tx.toEnvelopeXdrBase64()));
  }

  /** A call that has been simulated and signed by its source. */
  String prepared(KeyPair source, InvokeHostFunctionOperation operation) {
    return prepared(
        source, nextSequence(address(source)), operation, simulate(address(source), operation));
  }

  String prepared(
      KeyPair source, long sequence, InvokeHostFunctionOperation operation, JsonNode simulation) {
    InvokeHostFunctionOperation authorized = operation.toBuilder().auth(auth(simulation)).build();
    Transaction tx =
        maker.make(
            address(source),
            sequence,
            100 + simulation.path("minResourceFee").asLong(),
            List.of(authorized),
            simulation.path("transactionData").asText(),
            0);
    return TxMaker.signed(tx, source);
  }

  static List<SorobanAuthorizationEntry> auth(JsonNode simulation) {
    return StreamSupport.stream(
            simulation.path("results").path(0).path("auth").spliterator(), false)
        .map(
            text -> {
              try {
                return SorobanAuthorizationEntry.fromXdrBase64(text.asText());
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            })
        .toList();
  }

  String classic(KeyPair source, Operation... operations) {
    Address account = address(source);
    return TxMaker.signed(
        maker.make(account, nextSequence(account), 100, List.of(operations), null, 0), source);
  }

  JsonNode send(String envelope) {
    return result("sendTransaction", params("transaction", envelope));
  }

  /** Sends, closes a ledger and returns the transaction as it landed. */
  JsonNode land(String envelope) {
    JsonNode sent = send(envelope);
    if (!sent.path("status").asText().equals("PENDING")) {
      throw new AssertionError(sent.toString());
    }
    sandbox.closeLedger();
    return transaction(sent.path("hash").asText());
  }

  JsonNode transaction(String hash) {
    return result("getTransaction", params("hash", hash));
  }

  JsonNode plant(KeyPair farmer, long amount) {
    return land(prepared(farmer, maker.plant(address(farmer), BigInteger.valueOf(amount))));
  }

  static TransactionResult outcome(JsonNode transaction, String field) {
    try {
      return TransactionResult.fromXdrBase64(transaction.path(field).asText());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    sandbox.close();
  }
}
