package org.kalepool.recordings;

import static org.kalepool.recordings.GameJson.NODES;
import static org.kalepool.recordings.GameJson.address;
import static org.kalepool.recordings.GameJson.field;
import static org.kalepool.recordings.GameJson.number;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.kalepool.kale.Address;
import org.kalepool.kale.Farm;
import org.kalepool.kale.Hash;
import org.kalepool.lab.sandbox.SandboxXdr;
import org.kalepool.stellar.xdr.AdapterXdr;

/** The adapter writes the recorded keys and values, byte by byte, and reads what they mean. */
final class XdrCheck {
  private XdrCheck() {}

  static Optional<Difference> adapter(Recording recording) {
    return TableCheck.firstDifference(
        recording, List.of("ledgerKey", "val", "entryData", "is"), XdrCheck::read);
  }

  /** The sandbox writes the recorded bytes from what they mean. */
  static Optional<Difference> sandbox(Recording recording) {
    return TableCheck.firstDifference(
        recording, List.of("ledgerKey", "val", "entryData"), XdrCheck::written);
  }

  private static ObjectNode written(JsonNode line) {
    Address contract = address(line, "contract");
    JsonNode is = field(line, "is");
    String kind = field(line, "kind").textValue();
    return switch (kind) {
      case "pail" -> {
        SandboxXdr.Written pail =
            SandboxXdr.pail(
                contract, address(line, "farmer"), number(line, "index"), GameJson.pail(is));
        yield NODES
            .objectNode()
            .put("ledgerKey", pail.key())
            .put("val", AdapterXdr.value(pail.data()));
      }
      case "block" -> {
        SandboxXdr.Written block =
            SandboxXdr.block(contract, number(line, "index"), GameJson.block(is));
        yield NODES
            .objectNode()
            .put("ledgerKey", block.key())
            .put("val", AdapterXdr.value(block.data()));
      }
      case "instance" -> {
        Hash code = AdapterXdr.code(field(line, "entryData").textValue());
        SandboxXdr.Written instance = SandboxXdr.instance(contract, GameJson.farm(is), code);
        yield NODES.objectNode().put("ledgerKey", instance.key()).put("entryData", instance.data());
      }
      default -> throw new RecordingException("an unknown kind of entry: " + kind);
    };
  }

  private static ObjectNode read(JsonNode line) {
    Address contract = address(line, "contract");
    String kind = field(line, "kind").textValue();
    return switch (kind) {
      case "pail" -> {
        String val = field(line, "val").textValue();
        yield answer(
            AdapterXdr.pailKey(contract, address(line, "farmer"), number(line, "index")),
            "val",
            AdapterXdr.rewrittenValue(val),
            GameJson.json(AdapterXdr.pail(val)));
      }
      case "block" -> {
        String val = field(line, "val").textValue();
        yield answer(
            AdapterXdr.blockKey(contract, number(line, "index")),
            "val",
            AdapterXdr.rewrittenValue(val),
            GameJson.json(AdapterXdr.block(val)));
      }
      case "instance" -> {
        String entry = field(line, "entryData").textValue();
        yield answer(
            AdapterXdr.instanceKey(contract),
            "entryData",
            AdapterXdr.rewrittenEntry(entry),
            instance(AdapterXdr.farm(entry)));
      }
      default -> throw new RecordingException("an unknown kind of entry: " + kind);
    };
  }

  private static ObjectNode answer(String key, String bytesField, String bytes, ObjectNode is) {
    ObjectNode answer = NODES.objectNode().put("ledgerKey", key).put(bytesField, bytes);
    answer.set("is", is);
    return answer;
  }

  private static ObjectNode instance(Farm farm) {
    ObjectNode is =
        NODES
            .objectNode()
            .put("farmIndex", farm.index())
            .put("paused", farm.paused())
            .put("asset", farm.asset().text())
            .put("homesteader", farm.homesteader().text());
    is.set("farmBlock", GameJson.json(farm.observed()));
    return is;
  }
}
