package org.kalepool.lab.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.kalepool.lab.sandbox.SteppedSandbox.ALICE;
import static org.kalepool.lab.sandbox.SteppedSandbox.BOB;
import static org.kalepool.lab.sandbox.SteppedSandbox.key;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.kalepool.lab.sandbox.ledger.Key;
import org.kalepool.lab.sandbox.ledger.Limits;
import org.kalepool.lab.sandbox.transaction.SignedTransaction;
import org.stellar.sdk.InvokeHostFunctionOperation;
import org.stellar.sdk.KeyPair;
import org.stellar.sdk.SorobanDataBuilder;
import org.stellar.sdk.Transaction;
import org.stellar.sdk.xdr.Int64;
import org.stellar.sdk.xdr.InvokeHostFunctionResultCode;
import org.stellar.sdk.xdr.LedgerKey;
import org.stellar.sdk.xdr.SorobanTransactionData;
import org.stellar.sdk.xdr.TransactionResultCode;
import org.stellar.sdk.xdr.Uint32;
import org.stellar.sdk.xdr.XdrUnsignedInteger;

class SandboxResourcesTest {
  private static final BigInteger STAKE = BigInteger.valueOf(50_000_000);

  private final SteppedSandbox network = SteppedSandbox.withFarmers();
  private final Sandbox sandbox = network.sandbox;

  @AfterEach
  void close() {
    network.close();
  }

  private static InvokeHostFunctionResultCode code(JsonNode landed) {
    assertThat(landed.path("status").asText()).isEqualTo("FAILED");
    return SteppedSandbox.outcome(landed, "resultXdr")
        .getResult()
        .getResults()[0]
        .getTr()
        .getInvokeHostFunctionResult()
        .getDiscriminant();
  }

  /** The same call with other resources than the simulation's. */
  private String altered(KeyPair source, InvokeHostFunctionOperation call, Alteration alteration) {
    JsonNode simulation = network.simulate(SteppedSandbox.address(source), call);
    SorobanTransactionData data =
        new SorobanDataBuilder(simulation.path("transactionData").asText()).build();
    long fee = data.getResourceFee().getInt64();
    data = alteration.of(data);
    Transaction tx =
        network.maker.make(
            SteppedSandbox.address(source),
            network.nextSequence(SteppedSandbox.address(source)),
            100 + fee,
            List.of(call.toBuilder().auth(SteppedSandbox.auth(simulation)).build()),
            xdr(data),
            0);
    return TxMaker.signed(tx, source);
  }

  private interface Alteration {
    SorobanTransactionData of(SorobanTransactionData data);
  }

  private static String xdr(SorobanTransactionData data) {
    try {
      return data.toXdrBase64();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aKeyOutsideTheFootprintFailsTheTransactionAndTheFeeIsGone() {
    network.plant(key("bob"), 0);
    InvokeHostFunctionOperation plant = network.maker.plant(ALICE, STAKE);
    String stale = network.prepared(key("alice"), plant);
    long lumens = sandbox.lumens(ALICE).orElseThrow().stroops();
    network.send(stale);
    // the block it was simulated in is over when it is applied
    sandbox.closeLedger(sandbox.now() + 300);
    JsonNode landed =
        network.transaction(
            SignedTransaction.parse(stale, sandbox.network().rules().networkId())
                .orElseThrow()
                .hash()
                .hex());
    assertThat(code(landed)).isEqualTo(InvokeHostFunctionResultCode.INVOKE_HOST_FUNCTION_TRAPPED);
    assertThat(sandbox.kale(ALICE)).contains(SteppedSandbox.kale(1_000));
    assertThat(sandbox.lumens(ALICE).orElseThrow().stroops())
        .isBetween(lumens - 25_000, lumens - 15_000);
    assertThat(sandbox.farm().index()).isZero();
  }

  @Test
  void tooFewResourcesFailTheTransaction() {
    InvokeHostFunctionOperation plant = network.maker.plant(ALICE, STAKE);
    String slow =
        altered(
            key("alice"),
            plant,
            data -> {
              data.getResources().setInstructions(new Uint32(new XdrUnsignedInteger(900_000)));
              return data;
            });
    assertThat(code(network.land(slow)))
        .isEqualTo(InvokeHostFunctionResultCode.INVOKE_HOST_FUNCTION_RESOURCE_LIMIT_EXCEEDED);
    String narrow =
        altered(
            key("alice"),
            plant,
            data -> {
              data.getResources().setWriteBytes(new Uint32(new XdrUnsignedInteger(1_000)));
              return data;
            });
    assertThat(code(network.land(narrow)))
        .isEqualTo(InvokeHostFunctionResultCode.INVOKE_HOST_FUNCTION_RESOURCE_LIMIT_EXCEEDED);
  }

  @Test
  void tooSmallAResourceFeeIsRefusedOrFails() {
    InvokeHostFunctionOperation plant = network.maker.plant(ALICE, STAKE);
    String hopeless =
        altered(
            key("alice"),
            plant,
            data -> {
              data.setResourceFee(new Int64(5_000L));
              return data;
            });
    JsonNode refused = network.send(hopeless);
    assertThat(SteppedSandbox.outcome(refused, "errorResultXdr").getResult().getDiscriminant())
        .isEqualTo(TransactionResultCode.txSOROBAN_INVALID);
    String tight =
        altered(
            key("alice"),
            plant,
            data -> {
              data.setResourceFee(new Int64(20_000L));
              return data;
            });
    assertThat(code(network.land(tight)))
        .isEqualTo(InvokeHostFunctionResultCode.INVOKE_HOST_FUNCTION_INSUFFICIENT_REFUNDABLE_FEE);
  }

  @Test
  void anUnusedKeyInTheFootprintCostsWriteBytesOnly() {
    InvokeHostFunctionOperation plant = network.maker.plant(ALICE, STAKE);
    String both =
        altered(
            key("alice"),
            plant,
            data -> {
              var footprint = data.getResources().getFootprint();
              List<LedgerKey> keys = new ArrayList<>(List.of(footprint.getReadWrite()));
              keys.add(ledgerKey(new Key.BlockAt(sandbox.config().farmContract(), 1)));
              footprint.setReadWrite(keys.toArray(LedgerKey[]::new));
              data.setResourceFee(new Int64(data.getResourceFee().getInt64()));
              return data;
            });
    assertThat(network.land(both).path("status").asText()).isEqualTo("SUCCESS");
  }

  private static LedgerKey ledgerKey(Key key) {
    try {
      return LedgerKey.fromXdrByteArray(key.bytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void onlySoManyCallsFitIntoALedger() {
    SandboxConfig config =
        SteppedSandbox.farmers()
            .limits(Limits.mainnet().withTransactions(1))
            .onePendingPerAccount(false)
            .build();
    try (SteppedSandbox narrow = new SteppedSandbox(config)) {
      String alice = narrow.prepared(key("alice"), narrow.maker.plant(ALICE, BigInteger.ZERO));
      String bob = narrow.prepared(key("bob"), narrow.maker.plant(BOB, BigInteger.ZERO));
      narrow.send(alice);
      narrow.send(bob);
      narrow.sandbox.closeLedger();
      assertThat(narrow.sandbox.pail(ALICE, 0)).isPresent();
      assertThat(narrow.sandbox.pail(BOB, 0)).isEmpty();
      narrow.sandbox.closeLedger();
      assertThat(narrow.sandbox.pail(BOB, 0)).isPresent();
    }
  }
}
