package org.kalepool.stellar.lanes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.kale.BalanceId;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Memo;
import org.kalepool.kale.Xlm;
import org.kalepool.stellar.Call;
import org.kalepool.stellar.ContractCall;

/** A {@link Call} as the {@code call} column keeps it. Names and fields are never changed. */
public final class CallJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private CallJson() {}

  public static String write(Call call) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    switch (call) {
      case Call.Plant plant ->
          json.put("call", "plant")
              .put("farmer", plant.farmer().text())
              .put("amount", plant.amount().stroops());
      case Call.Work work -> write(json.put("call", "work"), work);
      case Call.Harvest harvest -> write(json.put("call", "harvest"), harvest);
      case Call.Settle settle -> json.put("call", "settle").put("vault", settle.vault().text());
      case Call.MakeVault _, Call.Stop _ ->
          throw new IllegalArgumentException("only the pool contract can do this: " + call);
      case Call.Many many -> BatchJson.write(json, many);
      case Call.Operations many -> {
        json.put("call", "operations");
        Memo memo = many.memo();
        if (memo != null) {
          json.putObject("memo").put("kind", memo.kind().name()).put("value", memo.value());
        }
        many.operations().forEach(op -> write(json.withArray("operations").addObject(), op));
      }
      case ContractCall own -> ContractCallJson.write(json, own);
    }
    return json.toString();
  }

  static void write(ObjectNode json, Call.Work work) {
    json.put("farmer", work.farmer().text())
        .put("hash", work.hash().hex())
        .put("nonce", Long.toUnsignedString(work.nonce()));
  }

  static void write(ObjectNode json, Call.Harvest harvest) {
    json.put("farmer", harvest.farmer().text()).put("index", harvest.index());
  }

  private static void write(ObjectNode json, Call.Op op) {
    Address source = op.source();
    if (source != null) {
      json.put("source", source.text());
    }
    switch (op) {
      case Call.OpenTrustline open -> json.put("op", "openTrustline");
      case Call.CloseTrustline close -> json.put("op", "closeTrustline");
      case Call.LimitTrustline limit ->
          json.put("op", "limitTrustline").put("limit", limit.limit().stroops());
      case Call.PayKale pay -> {
        json.put("op", "payKale").put("destination", pay.destination().text());
        writeId(json, pay.id());
        json.put("amount", pay.amount().stroops());
      }
      case Call.PayXlm pay -> {
        json.put("op", "payXlm").put("destination", pay.destination().text());
        writeId(json, pay.id());
        json.put("amount", pay.amount().stroops());
      }
      case Call.CreateAccount create ->
          json.put("op", "createAccount")
              .put("account", create.account().text())
              .put("amount", create.amount().stroops());
      case Call.ClaimableKale claim ->
          json.put("op", "claimableKale")
              .put("claimant", claim.claimant().text())
              .put("amount", claim.amount().stroops());
      case Call.Claim claim -> json.put("op", "claim").put("balance", claim.balance().hex());
      case Call.Merge merge -> {
        json.put("op", "merge").put("destination", merge.destination().text());
        writeId(json, merge.id());
      }
    }
  }

  private static void writeId(ObjectNode json, @Nullable Long id) {
    if (id != null) {
      json.put("id", Long.toUnsignedString(id));
    }
  }

  /**
   * Reads a call.
   *
   * @throws IllegalStateException if this was not written by {@link #write}
   */
  public static Call read(String text) {
    try {
      JsonNode json = JSON.readTree(text);
      return switch (json.path("call").asText()) {
        case "plant" -> new Call.Plant(address(json, "farmer"), amount(json));
        case "work" -> work(json);
        case "harvest" -> harvest(json);
        case "settle" -> new Call.Settle(address(json, "vault"));
        case "workMany",
            "harvestMany",
            "plantMany",
            "turnMany",
            "makeMany",
            "settleMany",
            "stopMany" ->
            BatchJson.read(json);
        case "operations" -> {
          List<Call.Op> operations = new ArrayList<>();
          json.path("operations").forEach(op -> operations.add(op(op)));
          yield new Call.Operations(operations, memo(json.path("memo")));
        }
        default -> ContractCallJson.read(json);
      };
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("no call: " + text, e);
    }
  }

  static Call.Work work(JsonNode json) {
    return new Call.Work(
        address(json, "farmer"),
        Hash.ofHex(json.path("hash").asText()),
        Long.parseUnsignedLong(json.path("nonce").asText()));
  }

  static Call.Harvest harvest(JsonNode json) {
    return new Call.Harvest(address(json, "farmer"), json.path("index").asLong());
  }

  private static Call.Op op(JsonNode json) {
    Address source = json.has("source") ? address(json, "source") : null;
    return op(json, source);
  }

  private static Call.Op op(JsonNode json, @Nullable Address source) {
    return switch (json.path("op").asText()) {
      case "openTrustline" -> new Call.OpenTrustline(source);
      case "closeTrustline" -> new Call.CloseTrustline(source);
      case "limitTrustline" ->
          new Call.LimitTrustline(source, Kale.ofStroops(json.path("limit").longValue()));
      case "payKale" ->
          new Call.PayKale(source, address(json, "destination"), id(json), amount(json));
      case "payXlm" ->
          new Call.PayXlm(
              source,
              address(json, "destination"),
              id(json),
              Xlm.ofStroops(json.path("amount").asLong()));
      case "createAccount" ->
          new Call.CreateAccount(
              source, address(json, "account"), Xlm.ofStroops(json.path("amount").asLong()));
      case "claimableKale" ->
          new Call.ClaimableKale(source, address(json, "claimant"), amount(json));
      case "claim" -> new Call.Claim(source, BalanceId.of(json.path("balance").asText()));
      case "merge" -> new Call.Merge(source, address(json, "destination"), id(json));
      default -> throw new IllegalStateException("no such operation: " + json);
    };
  }

  private static @Nullable Memo memo(JsonNode json) {
    return json.isMissingNode()
        ? null
        : new Memo(Memo.Kind.valueOf(json.path("kind").asText()), json.path("value").asText());
  }

  private static @Nullable Long id(JsonNode json) {
    return json.has("id") ? Long.parseUnsignedLong(json.path("id").asText()) : null;
  }

  static Address address(JsonNode json, String field) {
    return Address.of(json.path(field).asText());
  }

  private static Kale amount(JsonNode json) {
    return Kale.ofStroops(json.path("amount").asLong());
  }
}
