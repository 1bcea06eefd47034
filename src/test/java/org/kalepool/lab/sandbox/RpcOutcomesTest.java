package org.kalepool.lab.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.kalepool.lab.sandbox.SteppedSandbox.ALICE;
import static org.kalepool.lab.sandbox.SteppedSandbox.BOB;
import static org.kalepool.lab.sandbox.SteppedSandbox.key;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.stellar.sdk.FeeBumpTransaction;
import org.stellar.sdk.InvokeHostFunctionOperation;
import org.stellar.sdk.Transaction;
import org.stellar.sdk.scval.Scv;
import org.stellar.sdk.xdr.LedgerKey;
import org.stellar.sdk.xdr.SorobanTransactionData;
import org.stellar.sdk.xdr.Uint32;
import org.stellar.sdk.xdr.XdrUnsignedInteger;

/**
 * Which fields an answer has in each outcome, where this project's recorded conversation does not
 * come by: as recorded from a real stellar-rpc 28 in other conversations.
 */
class RpcOutcomesTest {
  private static final String[] LANDED = {
    "latestLedger",
    "latestLedgerCloseTime",
    "oldestLedger",
    "oldestLedgerCloseTime",
    "status",
    "txHash",
    "applicationOrder",
    "feeBump",
    "envelopeXdr",
    "resultXdr",
    "resultMetaXdr",
    "ledger",
    "createdAt",
    "events"
  };

  private static final String TWICE =
      "AAAAAAAAAAAAAAAAAAAAAgAAAAAAAAACAAAADwAAAAVlcnJvcgAAAAAAAAIAAAADAAAAAgAAAA4AAAB0Rm91bmQg"
          + "ZHVwbGljYXRlIGtleSBpbiB0aGUgU29yb2JhbiBmb290cHJpbnQ7IGV2ZXJ5IGtleSBhY3Jvc3MgcmVhZC1vbm"
          + "x5IGFuZCByZWFkLXdyaXRlIGZvb3RwcmludHMgaGFzIHRvIGJlIHVuaXF1ZS4=";

  private static final String TOO_MANY_INSTRUCTIONS =
      "AAAAAAAAAAAAAAAAAAAAAgAAAAAAAAACAAAADwAAAAVlcnJvcgAAAAAAAAIAAAAHAAAABQAAABAAAAABAAAAAwAAAA4A"
          + "AAA+dHJhbnNhY3Rpb24gaW5zdHJ1Y3Rpb25zIHJlc291cmNlcyBleGNlZWQgbmV0d29yayBjb25maWcgbGlt"
          + "aXQAAAAAAAUAAAAAF9eEAQAAAAUAAAAAF9eEAA==";

  private final SteppedSandbox network = SteppedSandbox.withFarmers();

  @AfterEach
  void close() {
    network.close();
  }

  @Test
  void aCallThatFailedInTheLedgerHasNoContractEvents() {
    JsonNode failed = network.land(secondPlant());
    assertThat(failed.path("status").asText()).isEqualTo("FAILED");
    assertThat(names(failed)).containsExactlyInAnyOrder(with(LANDED, "diagnosticEventsXdr"));
    assertThat(names(failed.path("events"))).containsExactly("transactionEventsXdr");
    assertThat(failed.path("events").path("transactionEventsXdr")).hasSize(2);
  }

  @Test
  void aBumpedCallThatFailedHasNone() throws IOException {
    Transaction inner = (Transaction) Transaction.fromEnvelopeXdr(secondPlant(), passphrase());
    FeeBumpTransaction bump =
        new FeeBumpTransaction.Builder(inner)
            .setFeeAccount(BOB.text())
            .setBaseFee(1_000_000)
            .build();
    bump.sign(key("bob"));
    JsonNode failed = network.land(bump.toEnvelopeXdrBase64());
    assertThat(failed.path("status").asText()).isEqualTo("FAILED");
    assertThat(failed.path("feeBump").asBoolean()).isTrue();
    assertThat(names(failed)).containsExactlyInAnyOrder(with(LANDED, "diagnosticEventsXdr"));
    assertThat(names(failed.path("events"))).containsExactly("transactionEventsXdr");
  }

  @Test
  void aSimulationThatChangesNothingHasNoStateChanges() {
    InvokeHostFunctionOperation balance =
        InvokeHostFunctionOperation.invokeContractFunctionOperationBuilder(
                network.sandbox.config().farm().asset().text(),
                "balance",
                List.of(Scv.toAddress(ALICE.text())))
            .build();
    assertThat(names(network.simulate(BOB, balance)))
        .containsExactlyInAnyOrder(
            "transactionData", "events", "minResourceFee", "results", "latestLedger");
  }

  @Test
  void aCallRefusedForWhatItDeclaresTellsWhy() {
    JsonNode twice =
        network.send(
            declaring(
                data -> {
                  LedgerKey[] written = data.getResources().getFootprint().getReadWrite();
                  data.getResources().getFootprint().setReadOnly(written);
                },
                1_000_000));
    assertThat(names(twice))
        .containsExactlyInAnyOrder(
            "diagnosticEventsXdr",
            "errorResultXdr",
            "hash",
            "latestLedger",
            "latestLedgerCloseTime",
            "status");
    assertThat(twice.path("diagnosticEventsXdr").path(0).asText()).isEqualTo(TWICE);
    JsonNode beyond =
        network.send(
            declaring(
                data ->
                    data.getResources()
                        .setInstructions(new Uint32(new XdrUnsignedInteger(400_000_001L))),
                0));
    assertThat(beyond.path("diagnosticEventsXdr").path(0).asText())
        .isEqualTo(TOO_MANY_INSTRUCTIONS);
    JsonNode cheap = network.send(declaring(data -> data.getResourceFee().setInt64(1L), 0));
    assertThat(cheap.path("status").asText()).isEqualTo("ERROR");
    assertThat(cheap.path("diagnosticEventsXdr")).hasSize(1);
  }

  @Test
  void aRefusalForAnythingElseTellsNothingMore() {
    String late = network.classic(key("alice"), network.maker.plant(ALICE, BigInteger.ONE));
    assertThat(names(network.send(late)))
        .containsExactlyInAnyOrder(
            "errorResultXdr", "hash", "latestLedger", "latestLedgerCloseTime", "status");
  }

  @Test
  void aLedgerTellsItsHashAndTime() {
    network.sandbox.closeLedger();
    long ledger = network.sandbox.ledger();
    JsonNode params = JsonNodeFactory.instance.objectNode().put("startLedger", ledger);
    JsonNode answer = network.result("getLedgers", params);
    JsonNode latest = network.result("getLatestLedger", null);
    assertThat(answer.path("ledgers")).hasSize(1);
    assertThat(answer.path("ledgers").path(0).path("hash")).isEqualTo(latest.path("id"));
    assertThat(answer.path("ledgers").path(0).path("ledgerCloseTime"))
        .isEqualTo(latest.path("closeTime"));
  }

  /** Simulated before the first one landed. */
  private String secondPlant() {
    InvokeHostFunctionOperation plant = network.maker.plant(ALICE, BigInteger.valueOf(5));
    JsonNode simulation = network.simulate(ALICE, plant);
    String second =
        network.prepared(key("alice"), network.nextSequence(ALICE) + 1, plant, simulation);
    network.land(network.prepared(key("alice"), plant));
    return second;
  }

  private String declaring(Consumer<SorobanTransactionData> change, long more) {
    InvokeHostFunctionOperation plant = network.maker.plant(ALICE, BigInteger.valueOf(5));
    JsonNode simulation = network.simulate(ALICE, plant);
    try {
      SorobanTransactionData data =
          SorobanTransactionData.fromXdrBase64(simulation.path("transactionData").asText());
      change.accept(data);
      if (more > 0) {
        data.getResourceFee().setInt64(data.getResourceFee().getInt64() + more);
      }
      Transaction tx =
          network.maker.make(
              ALICE,
              network.nextSequence(ALICE),
              100 + simulation.path("minResourceFee").asLong() + more,
              List.of(plant.toBuilder().auth(SteppedSandbox.auth(simulation)).build()),
              data.toXdrBase64(),
              0);
      return TxMaker.signed(tx, key("alice"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private org.stellar.sdk.Network passphrase() {
    return new org.stellar.sdk.Network(network.sandbox.config().passphrase());
  }

  private static List<String> names(JsonNode node) {
    List<String> names = new ArrayList<>();
    node.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static String[] with(String[] names, String more) {
    List<String> all = new ArrayList<>(List.of(names));
    all.add(more);
    return all.toArray(String[]::new);
  }
}
