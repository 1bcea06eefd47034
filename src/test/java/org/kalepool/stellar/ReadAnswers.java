package org.kalepool.stellar;

import static org.kalepool.stellar.AnswerChecks.expect;
import static org.kalepool.stellar.AnswerChecks.same;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.kalepool.stellar.chain.EntryReader;
import org.kalepool.stellar.rpc.Rpc;
import org.kalepool.stellar.rpc.StellarRpc;
import org.kalepool.stellar.xdr.Xdr;

/** What the client reads of answers that tell of the network, its ledgers and events. */
final class ReadAnswers {
  private ReadAnswers() {}

  static void check(String method, JsonNode result, StellarRpc rpc) {
    switch (method) {
      case "getHealth" ->
          same("latestLedger", result.path("latestLedger"), rpc.getHealth().latestLedger());
      case "getNetwork" ->
          same("passphrase", result.path("passphrase"), rpc.getNetwork().passphrase());
      case "getVersionInfo" ->
          same(
              "protocolVersion",
              result.path("protocolVersion"),
              rpc.getVersionInfo().protocolVersion());
      case "getLatestLedger" -> {
        same("sequence", result.path("sequence"), rpc.getLatestLedger().sequence());
        same("closeTime", result.path("closeTime"), rpc.getLatestLedger().closeTime());
      }
      case "getFeeStats" -> {
        Rpc.FeeDistribution fees = rpc.getFeeStats().sorobanInclusionFee();
        same(
            "sorobanInclusionFee.p90",
            result.path("sorobanInclusionFee").path("p90"),
            fees == null ? null : fees.p90());
      }
      case "getEvents" -> events(result, rpc);
      case "getLedgerEntries" -> entries(result, rpc);
      default -> {
        // a method that the pool does not call; nothing takes its answer for anything
      }
    }
  }

  private static void events(JsonNode result, StellarRpc rpc) {
    List<Rpc.EventInfo> events = rpc.getEvents(1, List.of(), 1).events();
    expect("result.events", result.path("events").size(), events == null ? 0 : events.size());
    for (int i = 0; i < result.path("events").size() && events != null; i++) {
      same(
          "events[" + i + "].txHash",
          result.path("events").path(i).path("txHash"),
          events.get(i).txHash());
    }
  }

  private static void entries(JsonNode result, StellarRpc rpc) {
    Rpc.GetLedgerEntriesResponse entries = rpc.getLedgerEntries(List.of("x"));
    same("latestLedger", result.path("latestLedger"), entries.latestLedger());
    expect("result.entries", result.path("entries").size(), entries.found().size());
    for (int i = 0; i < entries.found().size(); i++) {
      String xdr = result.path("entries").path(i).path("xdr").asText();
      expect(
          "result.entries[" + i + "].xdr",
          xdr,
          Xdr.base64(EntryReader.data(entries.found().get(i))::encode));
    }
  }
}
