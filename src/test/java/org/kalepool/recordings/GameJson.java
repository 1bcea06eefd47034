package org.kalepool.recordings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.kale.Block;
import org.kalepool.kale.Farm;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Pail;
import org.kalepool.kale.Trustline;

/** The game's values in the recordings' JSON. */
final class GameJson {
  static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private GameJson() {}

  static Farm farm(JsonNode header) {
    return new Farm(
        address(header, "homesteader"),
        address(header, "asset"),
        number(header, "farmIndex"),
        block(field(header, "farmBlock")),
        field(header, "paused").booleanValue());
  }

  static Block block(JsonNode json) {
    return new Block(
        number(json, "timestamp"),
        number(json, "minGap"),
        big(json, "minStake"),
        number(json, "minZeros"),
        number(json, "maxGap"),
        big(json, "maxStake"),
        number(json, "maxZeros"),
        hash(json, "entropy"),
        big(json, "stakedTotal"),
        big(json, "normalizedTotal"));
  }

  static Pail pail(JsonNode json) {
    return new Pail(
        number(json, "sequence"),
        numberOrNull(json, "gap"),
        big(json, "stake"),
        numberOrNull(json, "zeros"));
  }

  /** A farmer's trustline as a recording's first line gives it, null for none. */
  static @Nullable Trustline trustline(JsonNode farmer) {
    if (field(farmer, "balance").isNull()) {
      return null;
    }
    return new Trustline(
        Kale.ofStroops(big(farmer, "balance").longValueExact()),
        Kale.ofStroops(big(farmer, "limit").longValueExact()));
  }

  static ObjectNode json(Block block) {
    return NODES
        .objectNode()
        .put("timestamp", block.timestamp())
        .put("minGap", block.minGap())
        .put("minStake", block.minStake().toString())
        .put("minZeros", block.minZeros())
        .put("maxGap", block.maxGap())
        .put("maxStake", block.maxStake().toString())
        .put("maxZeros", block.maxZeros())
        .put("entropy", block.entropy().hex())
        .put("stakedTotal", block.stakedTotal().toString())
        .put("normalizedTotal", block.normalizedTotal().toString());
  }

  static ObjectNode json(Pail pail) {
    return NODES
        .objectNode()
        .put("sequence", pail.sequence())
        .put("gap", pail.gap())
        .put("stake", pail.stake().toString())
        .put("zeros", pail.zeros());
  }

  static ObjectNode contractError(int code) {
    return error("Contract", code);
  }

  static ObjectNode error(String type, int code) {
    ObjectNode answer = NODES.objectNode();
    answer.putObject("error").put("type", type).put("code", code);
    return answer;
  }

  static JsonNode field(JsonNode json, String name) {
    JsonNode value = json.get(name);
    if (value == null) {
      throw new RecordingException("no field " + name + " in " + json);
    }
    return value;
  }

  static long number(JsonNode json, String name) {
    JsonNode value = field(json, name);
    if (!value.canConvertToLong() || !value.isIntegralNumber()) {
      throw new RecordingException(name + " is no integer in " + json);
    }
    return value.longValue();
  }

  static BigInteger big(JsonNode json, String name) {
    return new BigInteger(field(json, name).textValue());
  }

  static Address address(JsonNode json, String name) {
    return Address.of(field(json, name).textValue());
  }

  static Hash hash(JsonNode json, String name) {
    return Hash.ofHex(field(json, name).textValue());
  }

  private static @Nullable Long numberOrNull(JsonNode json, String name) {
    return field(json, name).isNull() ? null : number(json, name);
  }
}
