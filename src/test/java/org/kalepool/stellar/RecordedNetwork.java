package org.kalepool.stellar;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.kalepool.kale.Address;
import org.kalepool.stellar.rpc.TestNetwork;
import org.kalepool.stellar.xdr.KaleEntries;
import org.kalepool.stellar.xdr.Xdr;
import org.stellar.sdk.xdr.HostFunction;
import org.stellar.sdk.xdr.LedgerEntry.LedgerEntryData;
import org.stellar.sdk.xdr.LedgerEntryType;
import org.stellar.sdk.xdr.Operation;
import org.stellar.sdk.xdr.OperationType;
import org.stellar.sdk.xdr.SCValType;
import org.stellar.sdk.xdr.SorobanAuthorizationEntry;
import org.stellar.sdk.xdr.SorobanAuthorizedInvocation;

/** The network of a recorded conversation, as far as it shows; else that of this project's own. */
final class RecordedNetwork {
  private RecordedNetwork() {}

  static KaleNetwork of(List<JsonNode> lines) {
    KaleNetwork own = TestNetwork.settings().network();
    String passphrase =
        results(lines)
            .map(result -> result.path("passphrase").asText(""))
            .filter(text -> !text.isEmpty())
            .findFirst()
            .orElse(own.passphrase());
    return new KaleNetwork(
        passphrase,
        contract(lines).orElse(own.contract()),
        own.assetCode(),
        own.assetIssuer(),
        assetContract(lines).orElse(own.assetContract()));
  }

  private static Stream<JsonNode> results(List<JsonNode> lines) {
    return lines.stream().map(line -> line.path("answer").path("result"));
  }

  /** The contract that somebody plants, works or harvests with. */
  private static Optional<Address> contract(List<JsonNode> lines) {
    return lines.stream()
        .map(line -> line.path("request").path("params").path("transaction").asText(""))
        .filter(envelope -> envelope.length() > 8)
        .flatMap(envelope -> RecordedCalls.operations(envelope).stream())
        .filter(op -> op.getBody().getDiscriminant() == OperationType.INVOKE_HOST_FUNCTION)
        .map(RecordedNetwork::called)
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Optional<Address> called(Operation operation) {
    HostFunction function = operation.getBody().getInvokeHostFunctionOp().getHostFunction();
    return function.getInvokeContract() == null
        ? Optional.empty()
        : Optional.of(
            Address.contract(
                function.getInvokeContract().getContractAddress().getContractId().getHash()));
  }

  /** As the farm's instance names it, or the contract that a plant burns with. */
  private static Optional<Address> assetContract(List<JsonNode> lines) {
    Stream<Address> shown =
        results(lines)
            .flatMap(result -> stream(result.path("entries")))
            .map(entry -> Xdr.read("entry", entry.path("xdr").asText(), LedgerEntryData::decode))
            .filter(data -> data.getDiscriminant() == LedgerEntryType.CONTRACT_DATA)
            .filter(
                data ->
                    data.getContractData().getVal().getDiscriminant()
                            == SCValType.SCV_CONTRACT_INSTANCE
                        && data.getContractData().getVal().getInstance().getStorage() != null)
            .map(data -> KaleEntries.farm(data).asset());
    Stream<Address> burning =
        results(lines)
            .flatMap(result -> stream(result.path("results")))
            .flatMap(result -> stream(result.path("auth")))
            .map(a -> Xdr.read("auth", a.asText(), SorobanAuthorizationEntry::decode))
            .flatMap(auth -> Stream.of(auth.getRootInvocation().getSubInvocations()))
            .map(RecordedNetwork::contract);
    return Stream.concat(shown, burning).findFirst();
  }

  private static Address contract(SorobanAuthorizedInvocation invocation) {
    return Address.contract(
        invocation.getFunction().getContractFn().getContractAddress().getContractId().getHash());
  }

  private static Stream<JsonNode> stream(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }
}
