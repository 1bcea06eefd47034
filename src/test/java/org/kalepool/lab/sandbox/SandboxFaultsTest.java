package org.kalepool.lab.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.kalepool.lab.sandbox.SteppedSandbox.ALICE;
import static org.kalepool.lab.sandbox.SteppedSandbox.BOB;
import static org.kalepool.lab.sandbox.SteppedSandbox.key;
import static org.kalepool.lab.sandbox.SteppedSandbox.xlm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.kalepool.lab.sandbox.fault.FaultSchedule;
import org.kalepool.lab.sandbox.ledger.Key;
import org.kalepool.lab.sandbox.transaction.TxQueue;
import org.stellar.sdk.AssetTypeNative;
import org.stellar.sdk.PaymentOperation;
import org.stellar.sdk.xdr.LedgerEntry;

class SandboxFaultsTest {
  private final SteppedSandbox network = SteppedSandbox.withFarmers();
  private final Sandbox sandbox = network.sandbox;

  @AfterEach
  void close() {
    network.close();
  }

  private String payment() {
    return network.classic(
        key("alice"), new PaymentOperation.Builder(BOB.text(), new AssetTypeNative(), "1").build());
  }

  @Test
  void losesTheAnswerOfASendThatLands() {
    String payment = payment();
    sandbox.faults().next(FaultSchedule.Kind.LOST_ANSWER, 1);
    assertThatThrownBy(() -> network.send(payment)).isInstanceOf(UncheckedIOException.class);
    sandbox.closeLedger();
    assertThat(sandbox.lumens(BOB)).contains(xlm(1_001));
  }

  @Test
  void losesASendThatItAnsweredWithPending() {
    sandbox.faults().next(FaultSchedule.Kind.LOST_SEND, 1);
    String payment = payment();
    JsonNode sent = network.send(payment);
    assertThat(sent.path("status").asText()).isEqualTo("PENDING");
    sandbox.closeLedger();
    assertThat(network.transaction(sent.path("hash").asText()).path("status").asText())
        .isEqualTo("NOT_FOUND");
    assertThat(network.land(payment).path("status").asText()).isEqualTo("SUCCESS");
  }

  @Test
  void aLateSendLandsSomeLedgersAfterItsAnswer() {
    sandbox.faults().lateLedgers(1).next(FaultSchedule.Kind.LATE_SEND, 1);
    JsonNode sent = network.send(payment());
    assertThat(sent.path("status").asText()).isEqualTo("PENDING");
    sandbox.closeLedger();
    assertThat(sandbox.lumens(BOB)).contains(xlm(1_000));
    sandbox.closeLedger();
    assertThat(sandbox.lumens(BOB)).contains(xlm(1_001));
  }

  @Test
  void aLateSendThatWasSentAgainLandsOnce() {
    sandbox.faults().lateLedgers(1).next(FaultSchedule.Kind.LATE_SEND, 1);
    String payment = payment();
    network.send(payment);
    assertThat(network.land(payment).path("status").asText()).isEqualTo("SUCCESS");
    sandbox.closeLedgers(3);
    assertThat(sandbox.lumens(BOB)).contains(xlm(1_001));
  }

  @Test
  void answersADoubledSendWithDuplicateAndAppliesItOnce() {
    sandbox.faults().next(FaultSchedule.Kind.DOUBLED_SEND, 1);
    JsonNode sent = network.send(payment());
    assertThat(sent.path("status").asText()).isEqualTo("DUPLICATE");
    sandbox.closeLedger();
    assertThat(sandbox.lumens(BOB)).contains(xlm(1_001));
  }

  @Test
  void readsLagBehind() {
    network.land(payment());
    sandbox.faults().lagLedgers(1).next(FaultSchedule.Kind.LAGGING_READ, 1);
    assertThat(sequence(true)).isEqualTo(sandbox.config().initialLedger() << 32);
    assertThat(sequence(false)).isEqualTo((sandbox.config().initialLedger() << 32) + 1);
  }

  private long sequence(boolean lagging) {
    ObjectNode params = JsonNodeFactory.instance.objectNode();
    params.putArray("keys").add(new Key.Account(ALICE).base64());
    JsonNode result = network.result("getLedgerEntries", params);
    assertThat(result.path("latestLedger").asLong())
        .isEqualTo(sandbox.ledger() - (lagging ? 1 : 0));
    try {
      return LedgerEntry.LedgerEntryData.fromXdrBase64(
              result.path("entries").path(0).path("xdr").asText())
          .getAccount()
          .getSeqNum()
          .getSequenceNumber()
          .getInt64();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aSurgeLeavesLowBidsWaitingUntilTheyAreForgotten() {
    JsonNode sent = network.send(payment());
    sandbox.faults().next(FaultSchedule.Kind.FEE_SURGE, TxQueue.PATIENCE);
    sandbox.closeLedgers(TxQueue.PATIENCE);
    sandbox.closeLedger();
    assertThat(network.transaction(sent.path("hash").asText()).path("status").asText())
        .isEqualTo("NOT_FOUND");
  }

  @Test
  void aFullLedgerMakesTransactionsWait() {
    JsonNode sent = network.send(payment());
    sandbox.faults().next(FaultSchedule.Kind.FULL_LEDGER, 2);
    sandbox.closeLedgers(3);
    JsonNode landed = network.transaction(sent.path("hash").asText());
    assertThat(landed.path("ledger").asLong()).isEqualTo(sandbox.ledger());
  }

  @Test
  void aLateLedgerTakesTwoIntervals() {
    long before = sandbox.now();
    sandbox.faults().next(FaultSchedule.Kind.LATE_LEDGER, 1);
    sandbox.closeLedger();
    assertThat(sandbox.now()).isEqualTo(before + 10);
    sandbox.closeLedger();
    assertThat(sandbox.now()).isEqualTo(before + 15);
  }

  @Test
  void refusesForNow() {
    sandbox.faults().next(FaultSchedule.Kind.TRY_AGAIN_LATER, 1);
    String payment = payment();
    assertThat(network.send(payment).path("status").asText()).isEqualTo("TRY_AGAIN_LATER");
    assertThat(network.send(payment).path("status").asText()).isEqualTo("PENDING");
  }

  @Test
  void breaksConnectionsOverHttp() throws IOException, InterruptedException {
    sandbox.faults().next(FaultSchedule.Kind.CONNECTION_REFUSED, 1);
    HttpRequest request =
        HttpRequest.newBuilder(sandbox.rpcUrl())
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "{\"jsonrpc\":\"2.0\",\"id\":8,\"method\":\"getHealth\"}"))
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      // the client itself tries a second time when a connection breaks, so break that one, too
      sandbox.faults().next(FaultSchedule.Kind.CONNECTION_REFUSED, 10);
      assertThatThrownBy(() -> client.send(request, HttpResponse.BodyHandlers.ofString()))
          .isInstanceOf(IOException.class);
      sandbox.faults().clear();
      String answer = client.send(request, HttpResponse.BodyHandlers.ofString()).body();
      assertThat(answer).startsWith("{\"jsonrpc\":\"2.0\",\"id\":8,\"result\":");
    }
  }

  @Test
  void theSameSeedMakesTheSameThingsGoWrong() {
    FaultSchedule one = new FaultSchedule(7).chance(FaultSchedule.Kind.TIMEOUT, 0.3);
    FaultSchedule other = new FaultSchedule(7).chance(FaultSchedule.Kind.TIMEOUT, 0.3);
    boolean[] first = new boolean[100];
    boolean[] second = new boolean[100];
    IntStream.range(0, 100).forEach(i -> first[i] = one.happens(FaultSchedule.Kind.TIMEOUT));
    IntStream.range(0, 100).forEach(i -> second[i] = other.happens(FaultSchedule.Kind.TIMEOUT));
    assertThat(first).isEqualTo(second).contains(true, false);
  }

  @Test
  void aPausedFarmRefusesPlants() {
    sandbox.pauseFarm(true);
    JsonNode simulated = network.simulate(ALICE, network.maker.plant(ALICE, BigInteger.ONE));
    assertThat(simulated.path("error").asText()).startsWith("HostError: Error(Contract, #4)");
    sandbox.pauseFarm(false);
    assertThat(network.plant(key("alice"), 1).path("status").asText()).isEqualTo("SUCCESS");
  }
}
