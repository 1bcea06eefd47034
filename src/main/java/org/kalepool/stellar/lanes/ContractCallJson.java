package org.kalepool.stellar.lanes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;
import org.kalepool.stellar.ContractCall;

/** A {@link ContractCall} in a {@link CallJson}. Names and fields are never changed. */
final class ContractCallJson {
  private ContractCallJson() {}

  static void write(ObjectNode json, ContractCall call) {
    switch (call) {
      case ContractCall.Upload upload -> json.put("call", "upload").put("code", upload.code());
      case ContractCall.CreateNative() -> json.put("call", "createNative");
      case ContractCall.Create create -> {
        json.put("call", "create")
            .put("deployer", create.deployer().text())
            .put("code", create.code().hex())
            .put("salt", create.salt().hex());
        create.arguments().forEach(one -> write(json.withArray("arguments").addObject(), one));
      }
      case ContractCall.AddTerms add ->
          json.put("call", "addTerms")
              .put("contract", add.contract().text())
              .put("admin", add.admin().text())
              .put("basisPoints", add.basisPoints())
              .put("wallet", add.wallet().text());
      case ContractCall.ExecuteSplit split -> {
        json.put("call", "executeSplit")
            .put("contract", split.contract().text())
            .put("farmer", split.farmer().toString())
            .put("earned", split.earned().stroops())
            .put("payout", split.payout().text())
            .put("custodial", split.custodial().text())
            .put("xlm", split.xlm().stroops());
        split.parts().forEach(part -> write(json.withArray("parts").addObject(), part));
      }
      case ContractCall.Transfer pay ->
          json.put("call", "transfer")
              .put("contract", pay.contract().text())
              .put("from", pay.from().text())
              .put("to", pay.to().text())
              .put("amount", pay.stroops());
      case ContractCall.Pay pay -> {
        json.put("call", "pay")
            .put("contract", pay.contract().text())
            .put("custodial", pay.custodial().text());
        pay.payments()
            .forEach(
                one ->
                    json.withArray("payments")
                        .addObject()
                        .put("to", one.to().text())
                        .put("amount", one.amount().stroops()));
      }
      case ContractCall.Collect collect ->
          json.put("call", "collect")
              .put("contract", collect.contract().text())
              .put("wallet", collect.wallet().text());
      case ContractCall.Extend extend -> {
        json.put("call", "extend").put("ledgers", extend.ledgers());
        extend.entries().forEach(one -> write(json.withArray("entries").addObject(), one));
      }
      case ContractCall.Restore restore -> {
        json.put("call", "restore");
        restore.entries().forEach(one -> write(json.withArray("entries").addObject(), one));
      }
      case ContractCall.Claim claim ->
          json.put("call", "claim").put("contract", claim.contract().text());
    }
  }

  private static void write(ObjectNode json, ContractCall.Living entry) {
    switch (entry) {
      case ContractCall.Instance instance -> json.put("contract", instance.contract().text());
      case ContractCall.Code code -> json.put("code", code.hash().hex());
      case ContractCall.Balance balance ->
          json.put("asset", balance.asset().text()).put("balance", balance.contract().text());
    }
  }

  private static void write(ObjectNode json, ContractCall.Argument argument) {
    switch (argument) {
      case ContractCall.Whom whom -> json.put("address", whom.address().text());
      case ContractCall.Digest digest -> json.put("hash", digest.hash().hex());
      case ContractCall.Count number -> json.put("number", number.value());
    }
  }

  private static void write(ObjectNode json, ContractCall.Part part) {
    json.put("wallet", part.wallet().text())
        .put("pays", part.pays())
        .put("owed", part.owed().stroops());
    part.earned()
        .forEach(
            one ->
                json.withArray("earned")
                    .addObject()
                    .put("version", one.version())
                    .put("amount", one.amount().stroops()));
  }

  /**
   * @throws IllegalStateException if this is no such call
   */
  static ContractCall read(JsonNode json) {
    return switch (json.path("call").asText()) {
      case "upload" -> new ContractCall.Upload(json.path("code").asText());
      case "createNative" -> new ContractCall.CreateNative();
      case "create" -> {
        List<ContractCall.Argument> arguments = new ArrayList<>();
        json.path("arguments").forEach(one -> arguments.add(argument(one)));
        yield new ContractCall.Create(
            address(json, "deployer"), hash(json, "code"), hash(json, "salt"), arguments);
      }
      case "addTerms" ->
          new ContractCall.AddTerms(
              address(json, "contract"),
              address(json, "admin"),
              json.path("basisPoints").asInt(),
              address(json, "wallet"));
      case "executeSplit" -> {
        List<ContractCall.Part> parts = new ArrayList<>();
        json.path("parts").forEach(one -> parts.add(part(one)));
        yield new ContractCall.ExecuteSplit(
            address(json, "contract"),
            UUID.fromString(json.path("farmer").asText()),
            kale(json, "earned"),
            address(json, "payout"),
            address(json, "custodial"),
            parts,
            Xlm.ofStroops(json.path("xlm").asLong()));
      }
      case "transfer" ->
          new ContractCall.Transfer(
              address(json, "contract"),
              address(json, "from"),
              address(json, "to"),
              json.path("amount").asLong());
      case "pay" -> {
        List<ContractCall.Payment> payments = new ArrayList<>();
        json.path("payments")
            .forEach(
                one ->
                    payments.add(
                        new ContractCall.Payment(address(one, "to"), kale(one, "amount"))));
        yield new ContractCall.Pay(address(json, "contract"), address(json, "custodial"), payments);
      }
      case "collect" ->
          new ContractCall.Collect(address(json, "contract"), address(json, "wallet"));
      case "extend" -> new ContractCall.Extend(entries(json), json.path("ledgers").asLong());
      case "restore" -> new ContractCall.Restore(entries(json));
      case "claim" -> new ContractCall.Claim(address(json, "contract"));
      default -> throw new IllegalStateException("no such call: " + json);
    };
  }

  private static List<ContractCall.Living> entries(JsonNode json) {
    List<ContractCall.Living> entries = new ArrayList<>();
    json.path("entries")
        .forEach(
            one ->
                entries.add(
                    one.has("code")
                        ? new ContractCall.Code(hash(one, "code"))
                        : one.has("balance")
                            ? new ContractCall.Balance(
                                address(one, "asset"), address(one, "balance"))
                            : new ContractCall.Instance(address(one, "contract"))));
    return entries;
  }

  private static ContractCall.Argument argument(JsonNode json) {
    return json.has("address")
        ? new ContractCall.Whom(address(json, "address"))
        : json.has("hash")
            ? new ContractCall.Digest(hash(json, "hash"))
            : new ContractCall.Count(json.path("number").asLong());
  }

  private static ContractCall.Part part(JsonNode json) {
    List<ContractCall.Earned> earned = new ArrayList<>();
    json.path("earned")
        .forEach(
            one ->
                earned.add(
                    new ContractCall.Earned(one.path("version").asInt(), kale(one, "amount"))));
    return new ContractCall.Part(
        address(json, "wallet"), json.path("pays").asBoolean(), kale(json, "owed"), earned);
  }

  private static Address address(JsonNode json, String field) {
    return Address.of(json.path(field).asText());
  }

  private static Hash hash(JsonNode json, String field) {
    return Hash.ofHex(json.path(field).asText());
  }

  private static Kale kale(JsonNode json, String field) {
    return Kale.ofStroops(json.path(field).asLong());
  }
}
