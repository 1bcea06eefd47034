package org.kalepool.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.kale.Block;
import org.kalepool.kale.Farm;
import org.kalepool.kale.Hash;
import org.stellar.sdk.xdr.LedgerEntry;
import org.stellar.sdk.xdr.LedgerKey;
import org.stellar.sdk.xdr.Operation;
import org.stellar.sdk.xdr.OperationType;
import org.stellar.sdk.xdr.SCAddressType;
import org.stellar.sdk.xdr.SCContractInstance;
import org.stellar.sdk.xdr.SCMapEntry;
import org.stellar.sdk.xdr.SCVal;
import org.stellar.sdk.xdr.SCValType;

/**
 * The state that a recorded conversation started from, as far as it shows: the contract, the
 * accounts with the numbers of their first transactions, and the trustlines as first seen.
 */
final class ConversationState {
  private final Conversation conversation;
  private final byte[] networkId;
  private final Map<Address, Long> sequences = new HashMap<>();
  private final Map<Address, Data.Trust> trustlines = new HashMap<>();
  private final Set<Address> accounts = new TreeSet<>();
  private final Set<Address> absent = new HashSet<>();
  private CreditAsset kale = new CreditAsset("KALE", Address.account(new byte[32]));
  private long minTempTtl = 720;

  ConversationState(Conversation conversation, String passphrase) {
    this.conversation = conversation;
    this.networkId = Xdr.sha256Bytes(passphrase.getBytes(StandardCharsets.UTF_8));
    conversation.exchanges().forEach(this::look);
  }

  private void look(Conversation.Exchange exchange) {
    for (JsonNode entry : exchange.result().path("entries")) {
      see(exchange, entry);
    }
    for (JsonNode change : exchange.result().path("stateChanges")) {
      if (change.path("before").isTextual()) {
        seeTrust(change.path("key").asText(), change.path("before").asText());
      }
    }
    if (!exchange.envelope().isEmpty()) {
      Envelope.parse(exchange.envelope(), networkId).ifPresent(tx -> see(exchange, tx));
    }
  }

  private void see(Conversation.Exchange exchange, JsonNode entry) {
    try {
      Key key = Keys.of(LedgerKey.fromXdrBase64(entry.path("key").asText()));
      if (key instanceof Key.PailOf && entry.path("lastModifiedLedgerSeq").asLong() > 0) {
        var val =
            LedgerEntry.LedgerEntryData.fromXdrBase64(entry.path("xdr").asText())
                .getContractData()
                .getVal();
        long planted = number(field(val.getMap().getSCMap(), "sequence"));
        minTempTtl = entry.path("liveUntilLedgerSeq").asLong() - planted + 1;
      }
    } catch (IOException e) {
      throw new UncheckedIOException("line " + exchange.line(), e);
    }
  }

  private void seeTrust(String keyText, String entryText) {
    try {
      if (Keys.of(LedgerKey.fromXdrBase64(keyText)) instanceof Key.Trust trust) {
        kale = trust.asset();
        var line = LedgerEntry.fromXdrBase64(entryText).getData().getTrustLine();
        trustlines.putIfAbsent(
            trust.account(),
            new Data.Trust(line.getBalance().getInt64(), line.getLimit().getInt64()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void see(Conversation.Exchange exchange, Envelope tx) {
    boolean sent = exchange.method().equals("sendTransaction");
    String refusal = exchange.result().path("errorResultXdr").asText("");
    if (refusal.equals(TxResult.refused(TxCode.NO_ACCOUNT, 100).base64())) {
      absent.add(tx.source());
      return;
    }
    accounts.add(tx.source());
    accounts.add(tx.feeSource());
    if (sent && exchange.result().path("status").asText().equals("PENDING")) {
      sequences.putIfAbsent(tx.source(), tx.sequence() - 1);
    }
    tx.operations().forEach(operation -> see(tx, operation));
  }

  private void see(Envelope tx, Operation operation) {
    var body = operation.getBody();
    if (body.getDiscriminant() == OperationType.CREATE_ACCOUNT) {
      absent.add(Xdr.address(body.getCreateAccountOp().getDestination()));
    } else if (body.getDiscriminant() == OperationType.PAYMENT) {
      accounts.add(Xdr.address(body.getPaymentOp().getDestination()));
    } else if (body.getDiscriminant() == OperationType.INVOKE_HOST_FUNCTION) {
      CallTarget.of(body.getInvokeHostFunctionOp().getHostFunction().getInvokeContract())
          .args()
          .forEach(
              arg -> {
                if (arg instanceof Val.Addr(Address address) && address.isAccount()) {
                  accounts.add(address);
                }
              });
    }
    accounts.add(tx.source(operation));
  }

  /** The first ledger that is mentioned together with its time. */
  Ledger first() {
    return conversation.exchanges().stream()
        .filter(e -> e.ledger().isPresent() && e.time().isPresent())
        .findFirst()
        .map(e -> new Ledger(e.ledger().getAsLong(), e.time().getAsLong()))
        .orElseThrow();
  }

  SandboxConfig config(String passphrase) {
    JsonNode shown = shownFarm();
    try {
      var data =
          LedgerEntry.LedgerEntryData.fromXdrBase64(shown.path("xdr").asText()).getContractData();
      SCContractInstance instance = data.getVal().getInstance();
      Ledger first = first();
      return SandboxConfig.stepped()
          .with()
          .passphrase(passphrase)
          .farm(Xdr.address(data.getContract()), farm(instance.getStorage().getSCMap()))
          .code(Hash.of(instance.getExecutable().getWasm_hash().getHash()))
          .issuer(kale.issuer())
          .start(first.sequence(), first.closeTime())
          .ledgerSeconds(1)
          .minTempTtl(minTempTtl)
          .build();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private JsonNode shownFarm() {
    return conversation.exchanges().stream()
        .flatMap(e -> stream(e.result().path("entries")))
        .filter(this::isFarm)
        .findFirst()
        .orElseThrow(() -> new AssertionError("the farm's instance is never read"));
  }

  /** Puts the accounts into a sandbox that has been started with the configuration. */
  void open(Sandbox sandbox) {
    List<Change> changes = new ArrayList<>();
    for (Address account : accounts) {
      if (!absent.contains(account)) {
        long sequence = sequences.getOrDefault(account, 0L);
        Data.Trust trust =
            trustlines.getOrDefault(account, new Data.Trust(10_000_000_000L, Long.MAX_VALUE));
        Data.Account data = new Data.Account(100_000_000_000L, sequence, 1, 0, 0, 1, 1);
        changes.add(new Change(new Key.Account(account), null, Entry.classic(data)));
        changes.add(new Change(new Key.Trust(account, kale), null, Entry.classic(trust)));
      }
    }
    sandbox.locked(
        () -> {
          Network network = sandbox.network();
          Key farm = new Key.Instance(network.rules().contracts().farm());
          Entry entry = network.store().get(farm);
          if (entry == null) {
            throw new AssertionError("the sandbox has no farm");
          }
          long until = shownFarm().path("liveUntilLedgerSeq").asLong();
          changes.add(
              new Change(farm, entry, new Entry(entry.data(), entry.modified(), until, null)));
          network.grant(changes);
          return changes;
        });
  }

  private boolean isFarm(JsonNode entry) {
    try {
      var data = LedgerEntry.LedgerEntryData.fromXdrBase64(entry.path("xdr").asText());
      return data.getContractData() != null
          && data.getContractData().getVal().getDiscriminant() == SCValType.SCV_CONTRACT_INSTANCE
          && data.getContractData().getContract().getDiscriminant()
              == SCAddressType.SC_ADDRESS_TYPE_CONTRACT
          && find(
                  data.getContractData().getVal().getInstance().getStorage().getSCMap(),
                  "FarmBlock")
              != null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Farm farm(SCMapEntry[] storage) {
    SCVal index = find(storage, "FarmIndex");
    SCVal paused = find(storage, "FarmPaused");
    return new Farm(
        Xdr.address(field(storage, "Homesteader").getAddress()),
        Xdr.address(field(storage, "HomesteadAsset").getAddress()),
        index == null ? 0 : number(index),
        block(field(storage, "FarmBlock").getMap().getSCMap()),
        paused != null && paused.getB());
  }

  private static Block block(SCMapEntry[] map) {
    return new Block(
        number(field(map, "timestamp")),
        number(field(map, "min_gap")),
        big(field(map, "min_stake")),
        number(field(map, "min_zeros")),
        number(field(map, "max_gap")),
        big(field(map, "max_stake")),
        number(field(map, "max_zeros")),
        Hash.of(field(map, "entropy").getBytes().getSCBytes()),
        big(field(map, "staked_total")),
        big(field(map, "normalized_total")));
  }

  /** The value under a symbol, or under a list of one symbol. */
  private static SCVal field(SCMapEntry[] map, String name) {
    SCVal value = find(map, name);
    if (value == null) {
      throw new AssertionError("there is no " + name);
    }
    return value;
  }

  private static @Nullable SCVal find(SCMapEntry[] map, String name) {
    for (SCMapEntry entry : map) {
      String key = ScVals.of(entry.getKey()).text();
      if (key.equals(name) || key.equals("[" + name + "]")) {
        return entry.getVal();
      }
    }
    return null;
  }

  private static long number(SCVal value) {
    return switch (ScVals.of(value)) {
      case Val.U32(long number) -> number;
      case Val.U64(long number) -> number;
      default -> throw new AssertionError("not a number: " + value);
    };
  }

  private static BigInteger big(SCVal value) {
    return ((Val.I128) ScVals.of(value)).value();
  }

  private static Stream<JsonNode> stream(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }
}
