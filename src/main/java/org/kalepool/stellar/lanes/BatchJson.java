package org.kalepool.stellar.lanes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.Function;
import org.kalepool.kale.Address;
import org.kalepool.kale.Kale;
import org.kalepool.stellar.Call;
import org.kalepool.stellar.VaultMaking;

/** A {@link Call.Many} in a {@link CallJson}. Names and fields are never changed. */
final class BatchJson {
  private BatchJson() {}

  static void write(ObjectNode json, Call.Many call) {
    switch (call) {
      case Call.WorkMany many -> {
        json.put("call", "workMany").put("contract", many.contract().text());
        many.items().forEach(work -> CallJson.write(item(json), work));
      }
      case Call.HarvestMany many -> {
        json.put("call", "harvestMany").put("contract", many.contract().text());
        many.items().forEach(harvest -> CallJson.write(item(json), harvest));
      }
      case Call.PlantMany many -> {
        json.put("call", "plantMany")
            .put("contract", many.contract().text())
            .put("operator", many.operator().text());
        many.items().forEach(plant -> write(item(json), plant));
      }
      case Call.TurnMany many -> {
        json.put("call", "turnMany")
            .put("contract", many.contract().text())
            .put("operator", many.operator().text())
            .put("index", many.index())
            .put("opens", many.opens());
        many.items().forEach(item -> write(item(json), item));
      }
      case Call.MakeMany many -> {
        json.put("call", "makeMany")
            .put("contract", many.contract().text())
            .put("operator", many.operator().text())
            .put("cover", many.cover().stroops());
        many.items().forEach(making -> write(item(json), making));
      }
      case Call.SettleMany many -> {
        json.put("call", "settleMany").put("contract", many.contract().text());
        many.items().forEach(settle -> item(json).put("vault", settle.vault().text()));
      }
      case Call.StopMany many -> {
        json.put("call", "stopMany")
            .put("contract", many.contract().text())
            .put("operator", many.operator().text());
        many.items().forEach(stop -> item(json).put("vault", stop.vault().text()));
      }
    }
  }

  private static ObjectNode item(ObjectNode json) {
    return json.withArray("items").addObject();
  }

  /** Of a harvest only whose: all are of one block. */
  private static void write(ObjectNode json, Call item) {
    switch (item) {
      case Call.Plant plant ->
          json.put("farmer", plant.farmer().text()).put("amount", plant.amount().stroops());
      case Call.Harvest harvest -> json.put("harvests", harvest.farmer().text());
      default -> throw new IllegalArgumentException("not of a turn: " + item);
    }
  }

  private static void write(ObjectNode json, Call.MakeVault making) {
    json.put("id", Long.toUnsignedString(making.making().id()))
        .put("owner", making.making().owner().text())
        .put("basisPoints", making.making().basisPoints())
        .put("floor", making.making().floor().stroops())
        .put("address", making.address().text());
  }

  /**
   * @throws IllegalStateException if this is no such call
   */
  static Call.Many read(JsonNode json) {
    Address contract = CallJson.address(json, "contract");
    return switch (json.path("call").asText()) {
      case "workMany" -> new Call.WorkMany(contract, items(json, CallJson::work));
      case "harvestMany" -> new Call.HarvestMany(contract, items(json, CallJson::harvest));
      case "plantMany" ->
          new Call.PlantMany(
              contract, CallJson.address(json, "operator"), items(json, BatchJson::plant));
      case "turnMany" -> {
        long index = json.path("index").asLong();
        yield new Call.TurnMany(
            contract,
            CallJson.address(json, "operator"),
            index,
            json.path("opens").asBoolean(),
            items(
                json,
                it ->
                    it.has("harvests")
                        ? new Call.Harvest(CallJson.address(it, "harvests"), index)
                        : plant(it)));
      }
      case "makeMany" ->
          new Call.MakeMany(
              contract,
              CallJson.address(json, "operator"),
              kale(json, "cover"),
              items(json, BatchJson::making));
      case "settleMany" ->
          new Call.SettleMany(
              contract, items(json, it -> new Call.Settle(CallJson.address(it, "vault"))));
      case "stopMany" ->
          new Call.StopMany(
              contract,
              CallJson.address(json, "operator"),
              items(json, it -> new Call.Stop(CallJson.address(it, "vault"))));
      default -> throw new IllegalStateException("no such call: " + json);
    };
  }

  private static Call.Plant plant(JsonNode json) {
    return new Call.Plant(CallJson.address(json, "farmer"), kale(json, "amount"));
  }

  private static Call.MakeVault making(JsonNode json) {
    return new Call.MakeVault(
        new VaultMaking(
            Long.parseUnsignedLong(json.path("id").asText()),
            CallJson.address(json, "owner"),
            json.path("basisPoints").asInt(),
            kale(json, "floor")),
        CallJson.address(json, "address"));
  }

  private static <T> List<T> items(JsonNode json, Function<JsonNode, T> item) {
    return json.path("items").valueStream().map(item).toList();
  }

  private static Kale kale(JsonNode json, String field) {
    return Kale.ofStroops(json.path(field).asLong());
  }
}
