package org.kalepool.lab.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Xlm;
import org.kalepool.lab.sandbox.ledger.Data;
import org.stellar.sdk.InvokeHostFunctionOperation;
import org.stellar.sdk.KeyPair;
import org.stellar.sdk.Transaction;

/** Somebody with an account of its own who works pails: anyone may, whosever they are. */
public final class OutsideWork {
  private static final long FEE = 100;

  private final KeyPair key = KeyPair.random();
  private final Address account = Address.account(key.getPublicKey());
  private final Sandbox sandbox;
  private final TxMaker maker;

  public OutsideWork(Sandbox sandbox) {
    this.sandbox = sandbox;
    this.maker = new TxMaker(sandbox.config());
    sandbox.fund(account, Xlm.parse("100"));
  }

  /** Sends a work, which lands with the next ledger. */
  public void send(Address farmer, Hash hash, long nonce) {
    InvokeHostFunctionOperation work = maker.work(farmer, hash, nonce);
    JsonNode simulation =
        call(
            "simulateTransaction",
            maker.make(account, sequence(), FEE, List.of(work), null, 0).toEnvelopeXdrBase64());
    Transaction ready =
        maker.make(
            account,
            sequence(),
            FEE + simulation.path("minResourceFee").asLong(),
            List.of(work.toBuilder().auth(SteppedSandbox.auth(simulation)).build()),
            simulation.path("transactionData").asText(),
            0);
    JsonNode sent = call("sendTransaction", TxMaker.signed(ready, key));
    if (!sent.path("status").asText().equals("PENDING")) {
      throw new AssertionError(sent.toString());
    }
  }

  private long sequence() {
    return sandbox.locked(
        () -> {
          Data.Account data = sandbox.network().store().account(account);
          if (data == null) {
            throw new AssertionError("no account " + account);
          }
          return data.sequence() + 1;
        });
  }

  private JsonNode call(String method, String envelope) {
    JsonNode answer =
        sandbox.call(method, JsonNodeFactory.instance.objectNode().put("transaction", envelope));
    if (!answer.has("result")) {
      throw new AssertionError(answer.toString());
    }
    return answer.get("result");
  }
}
