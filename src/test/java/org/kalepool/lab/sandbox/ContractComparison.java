package org.kalepool.lab.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.StreamSupport;
import org.kalepool.lab.sandbox.xdr.XdrWalk;

/**
 * Compares answers about contracts. All must be the same but what two nodes would not give alike:
 * the nonces that a simulation makes up, the order of changes in a ledger, versions, the node's own
 * figures and its program's stack; and instructions, which may differ by 15 %.
 */
final class ContractComparison {
  private static final double TOLERANCE = 0.15;
  private static final int CONTRACT_DATA = 6;
  private static final int NONCE = 21;

  /** Answers of which only the shape is the node's word. */
  private static final Set<String> SHAPES =
      Set.of("getHealth", "getVersionInfo", "getNetwork", "getLatestLedger", "getFeeStats");

  void compare(
      Conversation.Exchange exchange, JsonNode got, List<SandboxConversation.Wrong> differences) {
    Report report =
        (field, want, is) ->
            differences.add(
                new SandboxConversation.Wrong(exchange.line(), exchange.name(), field, want, is));
    if (SHAPES.contains(exchange.method())) {
      Shapes.compare("", exchange.answer(), got, report);
      return;
    }
    JsonNode wanted = exchange.result();
    JsonNode is = got.path("result");
    if (wanted.isMissingNode() || is.isMissingNode()) {
      report.unlessSame("error", text(exchange.answer().path("error")), text(got.path("error")));
      return;
    }
    switch (exchange.method()) {
      case "simulateTransaction" -> simulation(wanted, is, report);
      case "getTransaction" -> transaction(wanted, is, report);
      case "getTransactions" -> transactions(wanted, is, report);
      default -> same("", wanted, is, report, Set.of());
    }
  }

  private static String text(JsonNode node) {
    return SandboxConversation.text(node);
  }

  /** Every field but these. */
  private static void same(
      String at, JsonNode wanted, JsonNode is, Report report, Set<String> without) {
    Set<String> names = new TreeSet<>();
    wanted.fieldNames().forEachRemaining(names::add);
    is.fieldNames().forEachRemaining(names::add);
    names.removeAll(without);
    names.removeIf(name -> name.startsWith("oldestLedger"));
    for (String name : names) {
      report.unlessSame(at + name, text(wanted.path(name)), text(is.path(name)));
    }
  }

  private static void simulation(JsonNode wanted, JsonNode is, Report report) {
    same(
        "",
        withoutNonces(wanted),
        withoutNonces(is),
        report,
        Set.of("transactionData", "minResourceFee", "restorePreamble"));
    resources("", wanted, is, report);
    if (wanted.has("restorePreamble") || is.has("restorePreamble")) {
      resources(
          "restorePreamble.", wanted.path("restorePreamble"), is.path("restorePreamble"), report);
    }
  }

  private static ObjectNode withoutNonces(JsonNode result) {
    ObjectNode copy = result.deepCopy();
    for (JsonNode one : copy.path("results")) {
      List<String> auth = new ArrayList<>();
      one.path("auth").forEach(entry -> auth.add(withoutNonce(entry.asText())));
      if (one instanceof ObjectNode object) {
        object.put("auth", String.join(" ", auth));
      }
    }
    copy.path("stateChanges").forEach(ContractComparison::withoutNonce);
    return copy;
  }

  private static void withoutNonce(JsonNode change) {
    XdrWalk in = new XdrWalk(Base64.getDecoder().decode(change.path("key").asText()));
    if (in.int32() == CONTRACT_DATA && change instanceof ObjectNode object) {
      in.skipAddress();
      if (in.int32() == NONCE) {
        object.put("key", "a nonce").put("after", "");
      }
    }
  }

  /** An authorization that nobody has signed yet has a nonce made up by the node. */
  private static String withoutNonce(String base64) {
    byte[] xdr = Base64.getDecoder().decode(base64);
    XdrWalk in = new XdrWalk(xdr);
    if (in.int32() == 0) {
      return base64;
    }
    in.skipAddress();
    int nonce = in.position();
    in.skip(8);
    if (in.int32() == 0) {
      Arrays.fill(xdr, nonce, nonce + 8, (byte) 0);
    }
    return HexFormat.of().formatHex(xdr);
  }

  /** What a simulation declares. */
  private record Declared(
      List<Integer> archived, List<String> readOnly, List<String> readWrite, XdrWalk rest) {

    static Declared of(String base64) {
      XdrWalk in = new XdrWalk(Base64.getDecoder().decode(base64));
      List<Integer> archived = new ArrayList<>();
      if (in.int32() != 0) {
        int count = in.count();
        for (int i = 0; i < count; i++) {
          archived.add(in.int32());
        }
      }
      return new Declared(archived, keys(in), keys(in), in);
    }

    private static List<String> keys(XdrWalk in) {
      List<String> keys = new ArrayList<>();
      int count = in.count();
      for (int i = 0; i < count; i++) {
        keys.add(key(in));
      }
      return keys;
    }

    private static String key(XdrWalk in) {
      int start = in.position();
      switch (in.int32()) {
        case 0 -> in.skip(36);
        case 1 -> {
          in.skip(36);
          in.skipAsset();
        }
        case 6 -> {
          in.skipAddress();
          int name = in.position();
          if (in.int32() == 21) {
            in.skip(12);
            return HexFormat.of().formatHex(in.since(start)).substring(0, 2 * (name - start))
                + " a nonce";
          }
          // back to where the name starts
          in.skip(name - in.position());
          in.skipValue();
          in.skip(4);
        }
        case 7 -> in.skip(32);
        default -> throw new IllegalArgumentException("a key that no contract has");
      }
      return HexFormat.of().formatHex(in.since(start));
    }
  }

  private static void resources(String at, JsonNode wanted, JsonNode is, Report report) {
    boolean has = wanted.path("transactionData").isTextual();
    if (!has || !is.path("transactionData").isTextual()) {
      report.unlessSame(
          at + "transactionData",
          text(wanted.path("transactionData")),
          text(is.path("transactionData")));
      return;
    }
    Declared want = Declared.of(wanted.path("transactionData").asText());
    Declared got = Declared.of(is.path("transactionData").asText());
    report.unlessSame(at + "archived", want.archived.toString(), got.archived.toString());
    report.unlessSame(at + "readOnly", want.readOnly.toString(), got.readOnly.toString());
    report.unlessSame(at + "readWrite", want.readWrite.toString(), got.readWrite.toString());
    long instructions = Integer.toUnsignedLong(want.rest.int32());
    long counted = Integer.toUnsignedLong(got.rest.int32());
    if (Math.abs(counted - instructions) > TOLERANCE * instructions) {
      report.add(at + "instructions", Long.toString(instructions), Long.toString(counted));
    }
    report.unlessSame(at + "diskReadBytes", "" + want.rest.int32(), "" + got.rest.int32());
    report.unlessSame(at + "writeBytes", "" + want.rest.int32(), "" + got.rest.int32());
    report.unlessSame(
        at + "fee without instructions",
        "" + (want.rest.int64() - price(instructions)),
        "" + (got.rest.int64() - price(counted)));
    report.unlessSame(
        at + "minResourceFee without instructions",
        "" + (wanted.path("minResourceFee").asLong() - price(instructions)),
        "" + (is.path("minResourceFee").asLong() - price(counted)));
  }

  /** Of every 10 000 instructions, by the network's settings. */
  private static long price(long instructions) {
    return Math.ceilDiv(instructions * 7, 10_000);
  }

  private static void transaction(JsonNode wanted, JsonNode is, Report report) {
    same("", wanted, is, report, Set.of("resultMetaXdr", "diagnosticEventsXdr", "events"));
    same("events.", wanted.path("events"), is.path("events"), report, Set.of());
    report.unlessSame("diagnostics", diagnostics(wanted), diagnostics(is));
    if (wanted.path("resultMetaXdr").isTextual() && is.path("resultMetaXdr").isTextual()) {
      long ledger = wanted.path("ledger").asLong();
      List<String> want = MetaText.of(wanted.path("resultMetaXdr").asText()).lines(ledger);
      List<String> got = MetaText.of(is.path("resultMetaXdr").asText()).lines(ledger);
      List<String> missing = new ArrayList<>(want);
      missing.removeAll(got);
      List<String> surplus = new ArrayList<>(got);
      surplus.removeAll(want);
      report.unlessSame("resultMetaXdr", missing.toString(), surplus.toString());
    }
  }

  private static String diagnostics(JsonNode transaction) {
    JsonNode shown = transaction.path("diagnosticEventsXdr");
    if (shown.isMissingNode()) {
      return "absent";
    }
    List<String> events =
        StreamSupport.stream(shown.spliterator(), false)
            .map(event -> String.valueOf(DiagnosticText.of(event.asText())))
            .filter(hex -> !hex.equals("null"))
            .toList();
    // how far a call came before it had taken too many instructions follows from their number
    boolean exhausted = events.stream().anyMatch(DiagnosticText::isExhaustion);
    return exhausted ? List.of(events.getFirst(), events.getLast()).toString() : events.toString();
  }

  private static void transactions(JsonNode wanted, JsonNode is, Report report) {
    same("", wanted, is, report, Set.of("transactions"));
    JsonNode want = wanted.path("transactions");
    JsonNode got = is.path("transactions");
    report.unlessSame("transactions", want.size() + " of them", got.size() + " of them");
    for (int i = 0; i < Math.min(want.size(), got.size()); i++) {
      transaction(want.path(i), got.path(i), report);
    }
  }
}
