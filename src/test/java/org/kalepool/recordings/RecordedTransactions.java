package org.kalepool.recordings;

import static org.kalepool.recordings.GameJson.NODES;
import static org.kalepool.recordings.GameJson.address;
import static org.kalepool.recordings.GameJson.big;
import static org.kalepool.recordings.GameJson.field;
import static org.kalepool.recordings.GameJson.hash;
import static org.kalepool.recordings.GameJson.number;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.kalepool.kale.Address;
import org.kalepool.lab.sandbox.SandboxConfig;
import org.kalepool.stellar.xdr.AdapterXdr;
import org.stellar.sdk.Account;
import org.stellar.sdk.InvokeHostFunctionOperation;
import org.stellar.sdk.Network;
import org.stellar.sdk.SorobanDataBuilder;
import org.stellar.sdk.TransactionBuilder;
import org.stellar.sdk.scval.Scv;
import org.stellar.sdk.xdr.ContractEvent;
import org.stellar.sdk.xdr.DiagnosticEvent;
import org.stellar.sdk.xdr.LedgerEntry.LedgerEntryData;
import org.stellar.sdk.xdr.LedgerEntryType;
import org.stellar.sdk.xdr.LedgerKey;
import org.stellar.sdk.xdr.SCError;
import org.stellar.sdk.xdr.SCVal;
import org.stellar.sdk.xdr.SCValType;
import org.stellar.sdk.xdr.SorobanTransactionData;
import org.stellar.sdk.xdr.XdrDataInputStream;

/** Recorded calls as transactions, and what became of those as recorded answers. */
final class RecordedTransactions {
  private static final long RESOURCE_FEE = 10_0000000L;

  private final SandboxConfig config;
  private final Address contract;
  private final Network network;
  private final Account carrier;

  /**
   * @param carrier the account that carries all of them
   * @param sequence its present sequence number
   */
  RecordedTransactions(SandboxConfig config, Address contract, Address carrier, long sequence) {
    this.config = config;
    this.contract = contract;
    this.network = new Network(config.passphrase());
    this.carrier = new Account(carrier.text(), sequence);
  }

  /**
   * The next transaction, base64 XDR. Its footprint is made by formula from what the call may
   * touch.
   *
   * @param index lowest farm index it may meet
   * @param bumps how much higher the index may be by then
   */
  String envelope(JsonNode call, long index, int bumps) {
    List<SCVal> args = arguments(field(call, "call").textValue(), field(call, "args"));
    InvokeHostFunctionOperation operation =
        InvokeHostFunctionOperation.invokeContractFunctionOperationBuilder(
                contract.text(), field(call, "call").textValue(), args)
            .build();
    return new TransactionBuilder(carrier, network)
        .setBaseFee(100 + RESOURCE_FEE)
        .setTimeout(0)
        .addOperation(operation)
        .setSorobanData(resources(footprint(call, index, bumps)))
        .build()
        .toEnvelopeXdrBase64();
  }

  private static List<SCVal> arguments(String name, JsonNode args) {
    return switch (name) {
      case "plant" -> List.of(farmer(args), Scv.toInt128(big(args, "amount")));
      case "work" ->
          List.of(
              farmer(args),
              Scv.toBytes(hash(args, "hash").bytes()),
              Scv.toUint64(new BigInteger(field(args, "nonce").textValue())));
      case "harvest" -> List.of(farmer(args), Scv.toUint32(number(args, "index")));
      case "pause", "unpause" -> List.of();
      case "remove_block" -> List.of(Scv.toUint32(number(args, "index")));
      default -> throw new RecordingException("an unknown call: " + name);
    };
  }

  private static SCVal farmer(JsonNode args) {
    return AdapterXdr.addressValue(address(args, "farmer"));
  }

  private Set<String> footprint(JsonNode call, long index, int bumps) {
    Set<String> keys = new LinkedHashSet<>();
    keys.add(AdapterXdr.instanceKey(contract));
    JsonNode args = field(call, "args");
    long lowest = args.has("index") ? number(args, "index") : index;
    long highest = args.has("index") ? lowest : index + bumps;
    for (long at = lowest; at <= highest; at++) {
      keys.add(AdapterXdr.blockKey(contract, at));
      if (args.has("farmer")) {
        keys.add(AdapterXdr.pailKey(contract, address(args, "farmer"), at));
      }
    }
    if (args.has("farmer")) {
      keys.add(trustlineKey(address(args, "farmer")));
    }
    return keys;
  }

  private SorobanTransactionData resources(Set<String> readWrite) {
    LedgerKey code = new LedgerKey();
    LedgerKey.LedgerKeyContractCode hash = new LedgerKey.LedgerKeyContractCode();
    hash.setHash(new org.stellar.sdk.xdr.Hash(config.code().bytes()));
    code.setDiscriminant(LedgerEntryType.CONTRACT_CODE);
    code.setContractCode(hash);
    LedgerKey asset = read(AdapterXdr.instanceKey(config.farm().asset()), LedgerKey::decode);
    return new SorobanDataBuilder()
        .setReadOnly(List.of(code, asset))
        .setReadWrite(readWrite.stream().map(key -> read(key, LedgerKey::decode)).toList())
        .setResources(
            SorobanDataBuilder.Resources.builder()
                .cpuInstructions(10_000_000L)
                .readBytes(20_000L)
                .writeBytes(20_000L)
                .build())
        .setResourceFee(RESOURCE_FEE)
        .build();
  }

  /** Key of a KALE trustline, base64 XDR. */
  String trustlineKey(Address farmer) {
    return AdapterXdr.trustlineKey(farmer, "KALE", config.issuer());
  }

  /** The balance in a trustline's LedgerEntryData, stroops. */
  static long balance(String entryData) {
    return read(entryData, LedgerEntryData::decode).getTrustLine().getBalance().getInt64();
  }

  /** What a transaction's result says, as a recording has it. */
  static ObjectNode answer(JsonNode call, JsonNode transaction) {
    List<ContractEvent> diagnostics = new ArrayList<>();
    for (JsonNode event : transaction.path("diagnosticEventsXdr")) {
      diagnostics.add(read(event.textValue(), DiagnosticEvent::decode).getEvent());
    }
    return switch (transaction.path("status").asText()) {
      case "SUCCESS" -> NODES.objectNode().set("ok", returned(call, diagnostics));
      case "FAILED" -> failure(diagnostics);
      default -> throw new RecordingException("neither landed nor failed: " + transaction);
    };
  }

  private static JsonNode returned(JsonNode call, List<ContractEvent> diagnostics) {
    String name = field(call, "call").textValue();
    for (ContractEvent event : diagnostics.reversed()) {
      SCVal[] topics = event.getBody().getV0().getTopics();
      if (isSymbol(topics[0], "fn_return") && isSymbol(topics[1], name)) {
        SCVal value = event.getBody().getV0().getData();
        return switch (value.getDiscriminant()) {
          case SCV_VOID -> NODES.nullNode();
          case SCV_U32 -> NODES.numberNode(Scv.fromUint32(value));
          case SCV_I128 -> NODES.textNode(Scv.fromInt128(value).toString());
          default -> throw new RecordingException("returned a " + value.getDiscriminant());
        };
      }
    }
    throw new RecordingException("no return value among the diagnostic events");
  }

  private static ObjectNode failure(List<ContractEvent> diagnostics) {
    for (ContractEvent event : diagnostics) {
      SCVal[] topics = event.getBody().getV0().getTopics();
      if (isSymbol(topics[0], "error") && topics[1].getDiscriminant() == SCValType.SCV_ERROR) {
        SCError error = topics[1].getError();
        return switch (error.getDiscriminant()) {
          case SCE_CONTRACT ->
              GameJson.contractError(error.getContractCode().getUint32().getNumber().intValue());
          case SCE_WASM_VM -> GameJson.error("WasmVm", error.getCode().getValue());
          default -> GameJson.error(error.getDiscriminant().name(), error.getCode().getValue());
        };
      }
    }
    throw new RecordingException("no error among the diagnostic events");
  }

  private static boolean isSymbol(SCVal value, String text) {
    return value.getDiscriminant() == SCValType.SCV_SYMBOL && Scv.fromSymbol(value).equals(text);
  }

  /** Decodes one XDR value. */
  private interface Decoder<T> {
    T decode(XdrDataInputStream in) throws IOException;
  }

  private static <T> T read(String base64, Decoder<T> decoder) {
    try {
      byte[] bytes = Base64.getDecoder().decode(base64);
      return decoder.decode(new XdrDataInputStream(new ByteArrayInputStream(bytes)));
    } catch (IOException e) {
      throw new UncheckedIOException("no XDR: " + base64, e);
    }
  }
}
