package org.kalepool.stellar.lanes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import org.kalepool.stellar.RecordedLines;
import org.kalepool.stellar.rpc.TestNetwork;
import org.kalepool.stellar.xdr.KaleEntries;
import org.kalepool.stellar.xdr.LedgerKeys;
import org.kalepool.stellar.xdr.ScVals;
import org.kalepool.stellar.xdr.SorobanData;
import org.kalepool.stellar.xdr.Xdr;
import org.stellar.sdk.scval.Scv;
import org.stellar.sdk.xdr.LedgerEntry.LedgerEntryData;
import org.stellar.sdk.xdr.SCMapEntry;
import org.stellar.sdk.xdr.SCValType;

/** Recorded answers of a real node to simulations, and the farm they were made on: in block 0. */
final class Simulations {
  static final String INSTANCE_KEY =
      LedgerKeys.text(LedgerKeys.instance(TestNetwork.settings().network().contract()));

  private Simulations() {}

  static JsonNode plantJoiningBlockZero() {
    return recorded("plant: second farmer", "simulateTransaction");
  }

  /** The same from a node that asks for this resource fee. */
  static JsonNode plantFor(long resourceFee) {
    ObjectNode answer = plantJoiningBlockZero().deepCopy();
    SorobanData data = SorobanData.read(answer.path("transactionData").asText());
    SorobanData dear =
        new SorobanData(
            data.archived(),
            data.readOnly(),
            data.readWrite(),
            data.instructions(),
            data.readBytes(),
            data.writeBytes(),
            resourceFee);
    return answer
        .put("transactionData", Xdr.base64(dear::write))
        .put("minResourceFee", Long.toString(resourceFee));
  }

  static ObjectNode refused(int code) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("error", "HostError: Error(Contract, #" + code + ")\n\nEvent log")
        .put("latestLedger", 9_999_999);
  }

  /** The recorded instance, with block 0 opened at this time. */
  static String instance(long openedAt) {
    JsonNode entries = recorded("getLedgerEntries: block, pails, instance", "getLedgerEntries");
    String recorded = "";
    for (JsonNode entry : entries.path("entries")) {
      if (entry.path("key").asText().equals(INSTANCE_KEY)) {
        recorded = entry.path("xdr").asText();
      }
    }
    LedgerEntryData data = Xdr.read("the instance", recorded, LedgerEntryData::decode);
    for (SCMapEntry stored :
        KaleEntries.contractValue(data).getInstance().getStorage().getSCMap()) {
      if (stored.getVal().getDiscriminant() == SCValType.SCV_MAP) {
        for (SCMapEntry field : stored.getVal().getMap().getSCMap()) {
          if (ScVals.symbol(field.getKey()).equals("timestamp")) {
            field.setVal(Scv.toUint64(BigInteger.valueOf(openedAt)));
          }
        }
      }
    }
    return Xdr.base64(data::encode);
  }

  private static JsonNode recorded(String name, String method) {
    return RecordedLines.read("rpc.jsonl").stream()
        .filter(line -> line.path("name").asText().equals(name))
        .filter(line -> line.path("request").path("method").asText().equals(method))
        .findFirst()
        .orElseThrow()
        .path("answer")
        .path("result");
  }
}
