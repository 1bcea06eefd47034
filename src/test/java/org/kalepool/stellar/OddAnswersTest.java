package org.kalepool.stellar;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.kalepool.kale.Address;
import org.kalepool.kale.Block;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Pail;
import org.kalepool.kale.Xlm;
import org.kalepool.lab.step.SteppedClock;
import org.kalepool.settings.SettingsOf;
import org.kalepool.stellar.chain.ContractEvents;
import org.kalepool.stellar.chain.DeclaredPails;
import org.kalepool.stellar.chain.EntryReader;
import org.kalepool.stellar.chain.EventMints;
import org.kalepool.stellar.chain.EventMovements;
import org.kalepool.stellar.chain.EventPages;
import org.kalepool.stellar.chain.HoldingsReader;
import org.kalepool.stellar.chain.Terms;
import org.kalepool.stellar.lanes.Classifier;
import org.kalepool.stellar.lanes.Simulated;
import org.kalepool.stellar.rpc.NetworkWatch;
import org.kalepool.stellar.rpc.Rpc;
import org.kalepool.stellar.rpc.StellarRpc;
import org.kalepool.stellar.rpc.TestNetwork;
import org.kalepool.stellar.xdr.KaleEntries;
import org.kalepool.stellar.xdr.SorobanData;
import org.kalepool.stellar.xdr.Xdr;
import org.stellar.sdk.xdr.LedgerEntryType;
import org.stellar.sdk.xdr.LedgerKey;

/** Whatever a node answers, reading it ends in a value or in an RpcException. */
final class OddAnswersTest {
  private static final FeeSettings FEES = SettingsOf.mapping(FeeSettings.class);
  private static final int TIMES = Integer.getInteger("kale.fuzz", 30);
  private static final Address FARMER =
      Address.of("GCL2XJJQBS2UZA2LAVWQD54OWKH77FOXIBXZRP7UVOMQ4YVVWGBK4WDW");

  private final SteppedClock clock = new SteppedClock(Instant.ofEpochSecond(1795410860));

  @Test
  void noAnswerMakesAReaderThrowAnythingButAnRpcException() {
    TreeSet<String> thrown = new TreeSet<>();
    int read = 0;
    int refused = 0;
    List<JsonNode> lines = RecordedLines.read("rpc.jsonl");
    for (int seed = 0; seed < TIMES; seed++) {
      for (int i = 0; i < lines.size(); i++) {
        JsonNode result = lines.get(i).path("answer").path("result");
        if (result.isMissingNode()) {
          continue;
        }
        OddAnswers odd = new OddAnswers(new SplittableRandom(1_000L * seed + i));
        try {
          read(lines.get(i).path("request"), odd.alter(result));
          read++;
        } catch (RpcException e) {
          refused++;
        } catch (RuntimeException e) {
          String at = e.getStackTrace().length == 0 ? "" : e.getStackTrace()[0].toString();
          thrown.add("line " + (i + 1) + " seed " + seed + ": " + e + " at " + at);
        }
      }
    }
    assertThat(thrown).isEmpty();
    // both happen, or nothing was tried
    assertThat(read).isPositive();
    assertThat(refused).isPositive();
  }

  /** As the pool does with an answer to this request. */
  private void read(JsonNode request, JsonNode odd) {
    NetworkWatch status = TestNetwork.status(clock);
    StellarRpc rpc = TestNetwork.rpc((method, params) -> odd, status);
    status.current().serves(TestNetwork.PASSPHRASE, TestNetwork.PASSPHRASE);
    JsonNode params = request.path("params");
    switch (request.path("method").asText()) {
      case "getHealth" -> rpc.getHealth();
      case "getNetwork" -> rpc.getNetwork();
      case "getVersionInfo" -> rpc.getVersionInfo();
      case "getLatestLedger" -> terms(rpc, odd, "getLatestLedger");
      case "getFeeStats" -> terms(rpc, odd, "getFeeStats");
      case "getEvents" -> {
        rpc.getEvents(1, List.of(), 1)
            .found()
            .forEach(event -> ContractEvents.minted(event, FARMER));
        EventPages pages = new EventPages(rpc, TestNetwork.settings());
        DeclaredPails declared = new DeclaredPails(rpc);
        new EventMints(pages, declared).minted(FARMER, 1, 1);
        new EventMovements(pages, declared, rpc).moved(FARMER, 1, 1);
      }
      case "getLedgerEntries" -> entries(params, rpc);
      case "simulateTransaction" -> {
        Call call = RecordedCalls.of(params.path("transaction").asText());
        if (classifier().simulated(call, rpc.simulateTransaction("x"))
            instanceof Simulated.Ready ready) {
          SorobanData data = ready.data().withMargin();
          Xdr.bytes(data.alsoWriting(List.of(), 1_200, 6 * data.resourceFee())::write);
          data.writtenBlocks();
        }
      }
      case "sendTransaction" -> classifier().sent(rpc.sendTransaction("x"));
      case "getTransaction" -> {
        Rpc.GetTransactionResponse looked = rpc.getTransaction("x");
        classifier().looked(new Call.Harvest(FARMER, 2), looked);
        classifier().looked(new Call.Plant(FARMER, Kale.ZERO), looked);
        classifier().looked(new Call.Operations(List.of()), looked);
      }
      default -> {
        // the pool does not call it
      }
    }
  }

  private void terms(StellarRpc rpc, JsonNode odd, String method) {
    Terms terms = new Terms(rpc, clock, FEES);
    terms.refresh();
    assertThat(terms.inclusion().bid(true, 3)).as(method + " " + odd).isBetween(100L, 200_000L);
  }

  private static void entries(JsonNode params, StellarRpc rpc) {
    List<LedgerKey> keys = new ArrayList<>();
    for (JsonNode key : params.path("keys")) {
      keys.add(Xdr.read("a key", key.asText(), LedgerKey::decode));
    }
    EntryReader entries = EntryReader.read(rpc, keys);
    List<RpcException> refused = new ArrayList<>();
    for (LedgerKey key : keys) {
      Rpc.LedgerEntryResult entry = entries.live(key);
      if (entry == null) {
        continue;
      }
      if (key.getDiscriminant() == LedgerEntryType.ACCOUNT) {
        attempt(refused, () -> HoldingsReader.read(entries, account(key), network(), reserve()));
      }
      attempt(refused, () -> KaleEntries.farm(EntryReader.data(entry)));
      attempt(refused, () -> KaleEntries.block(KaleEntries.contractValue(EntryReader.data(entry))));
      attempt(refused, () -> KaleEntries.pail(KaleEntries.contractValue(EntryReader.data(entry))));
      attempt(refused, () -> EntryReader.liveUntil(entry));
    }
    if (!refused.isEmpty()) {
      throw refused.getFirst();
    }
  }

  private static void attempt(List<RpcException> refused, Runnable reading) {
    try {
      reading.run();
    } catch (RpcException e) {
      refused.add(e);
    }
  }

  private static Address account(LedgerKey key) {
    return Xdr.account(key.getAccount().getAccountID());
  }

  private static KaleNetwork network() {
    return TestNetwork.settings().network();
  }

  private static Xlm reserve() {
    return Xlm.ofStroops(5_000_000);
  }

  private static Classifier classifier() {
    return new Classifier(
        network(),
        new Classifier.Stored() {
          @Override
          public @Nullable Pail pail(Address farmer, long index) {
            return null;
          }

          @Override
          public @Nullable Block block(long index) {
            return null;
          }
        });
  }
}
