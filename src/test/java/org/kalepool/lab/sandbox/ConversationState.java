package org.kalepool.lab.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.kale.Sha256;
import org.kalepool.lab.sandbox.contract.CallTarget;
import org.kalepool.lab.sandbox.ledger.Change;
import org.kalepool.lab.sandbox.ledger.CreditAsset;
import org.kalepool.lab.sandbox.ledger.Data;
import org.kalepool.lab.sandbox.ledger.Key;
import org.kalepool.lab.sandbox.ledger.Ledger;
import org.kalepool.lab.sandbox.ledger.StoredEntry;
import org.kalepool.lab.sandbox.transaction.Network;
import org.kalepool.lab.sandbox.transaction.SignedTransaction;
import org.kalepool.lab.sandbox.transaction.TxCode;
import org.kalepool.lab.sandbox.transaction.TxResult;
import org.kalepool.lab.sandbox.xdr.Val;
import org.kalepool.lab.sandbox.xdr.XdrAddresses;
import org.kalepool.lab.sandbox.xdr.XdrOut;
import org.stellar.sdk.xdr.Operation;
import org.stellar.sdk.xdr.OperationType;
import org.stellar.sdk.xdr.PaymentOp;
import org.stellar.sdk.xdr.PaymentResultCode;

/**
 * The state that a recorded conversation started from, as far as it shows: the contract with its
 * blocks and pails, the accounts with the numbers of their first transactions, and the trustlines.
 * An account that is named and never shown is taken to be well off.
 */
final class ConversationState {
  private static final String STANDALONE = "Standalone Network ; February 2017";
  private static final long LUMENS = 100_000_000_000L;
  private static final long KALE = 10_000_000_000L;

  private static final Pattern NO_TRUSTLINE =
      Pattern.compile("trustline entry is missing for account\", (G[A-Z2-7]{55})");

  private final Conversation conversation;
  private final Sightings sightings;
  private final String passphrase;
  private final byte[] networkId;
  private final Map<Address, Long> sequences = new HashMap<>();
  private final Set<Address> accounts = new TreeSet<>();
  private final Set<Address> absent = new HashSet<>();
  private final Set<Address> untrusting = new HashSet<>();
  private final Set<CreditAsset> assets = new LinkedHashSet<>();

  ConversationState(Conversation conversation) {
    this.conversation = conversation;
    this.sightings = new Sightings(conversation);
    this.passphrase =
        conversation.exchanges().stream()
            .map(e -> e.result().path("passphrase").asText(""))
            .filter(text -> !text.isEmpty())
            .findFirst()
            .orElse(STANDALONE);
    this.networkId = Sha256.of(passphrase.getBytes(StandardCharsets.UTF_8));
    for (Key key : sightings.keys()) {
      if (key instanceof Key.Trust trust) {
        assets.add(trust.asset());
      }
    }
    conversation.exchanges().forEach(this::look);
  }

  private void look(Conversation.Exchange exchange) {
    Matcher missing = NO_TRUSTLINE.matcher(exchange.result().path("error").asText(""));
    if (missing.find()) {
      untrusting.add(Address.of(missing.group(1)));
    }
    if (exchange.result().path("status").asText().equals("FAILED")) {
      SignedTransaction.parse(exchange.result().path("envelopeXdr").asText(), networkId)
          .ifPresent(tx -> failed(exchange, tx));
    }
    if (!exchange.envelope().isEmpty()) {
      SignedTransaction.parse(exchange.envelope(), networkId).ifPresent(tx -> see(exchange, tx));
    }
  }

  /** A payment that failed may be the only sign of what its receiver lacks. */
  private void failed(Conversation.Exchange exchange, SignedTransaction tx) {
    List<PaymentResultCode> codes =
        ResultCodes.payments(exchange.result().path("resultXdr").asText());
    List<PaymentOp> payments =
        tx.operations().stream()
            .filter(op -> op.getBody().getDiscriminant() == OperationType.PAYMENT)
            .map(op -> op.getBody().getPaymentOp())
            .toList();
    for (int i = 0; i < Math.min(codes.size(), payments.size()); i++) {
      Address receiver = XdrAddresses.address(payments.get(i).getDestination());
      if (codes.get(i) == PaymentResultCode.PAYMENT_NO_TRUST) {
        untrusting.add(receiver);
      } else if (codes.get(i) == PaymentResultCode.PAYMENT_NO_DESTINATION) {
        absent.add(receiver);
      }
    }
  }

  private void see(Conversation.Exchange exchange, SignedTransaction tx) {
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

  private void see(SignedTransaction tx, Operation operation) {
    var body = operation.getBody();
    if (body.getDiscriminant() == OperationType.CREATE_ACCOUNT) {
      absent.add(XdrAddresses.address(body.getCreateAccountOp().getDestination()));
    } else if (body.getDiscriminant() == OperationType.PAYMENT) {
      accounts.add(XdrAddresses.address(body.getPaymentOp().getDestination()));
      asset(CreditAsset.of(body.getPaymentOp().getAsset()));
    } else if (body.getDiscriminant() == OperationType.CHANGE_TRUST) {
      asset(CreditAsset.of(body.getChangeTrustOp().getLine()));
    } else if (body.getDiscriminant() == OperationType.INVOKE_HOST_FUNCTION
        && body.getInvokeHostFunctionOp().getHostFunction().getInvokeContract() != null) {
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

  private void asset(@Nullable CreditAsset asset) {
    if (asset != null) {
      assets.add(asset);
    }
  }

  /** The close times that the conversation tells, by ledger. */
  TreeMap<Long, Long> times() {
    TreeMap<Long, Long> times = new TreeMap<>();
    for (Conversation.Exchange exchange : conversation.exchanges()) {
      exchange.ledger().ifPresent(l -> exchange.time().ifPresent(time -> times.put(l, time)));
      JsonNode result = exchange.result();
      if (result.has("createdAt") && result.path("ledger").asLong() > 0) {
        times.put(result.path("ledger").asLong(), result.path("createdAt").asLong());
      }
    }
    return times;
  }

  /** The first ledger that is mentioned, with a time that fits what is told of the later ones. */
  Ledger first(Map<Long, Long> times) {
    long lowest =
        conversation.exchanges().stream()
            .flatMapToLong(e -> e.ledger().stream())
            .min()
            .orElse(SandboxConfig.stepped().initialLedger());
    TreeMap<Long, Long> known = new TreeMap<>(times);
    Map.Entry<Long, Long> next = known.ceilingEntry(lowest);
    return next == null
        ? new Ledger(lowest, SandboxConfig.stepped().initialTime())
        : new Ledger(lowest, next.getValue() - (next.getKey() - lowest));
  }

  SandboxConfig config() {
    Ledger first = first(times());
    SandboxConfigBuilder config =
        SandboxConfig.stepped()
            .with()
            .passphrase(passphrase)
            .start(first.sequence(), first.closeTime())
            .ledgerSeconds(1)
            .minTempTtl(minTempTtl());
    // a conversation in which the farm never shows can still pay its asset
    assets.stream()
        .filter(asset -> asset.code().equals("KALE"))
        .findFirst()
        .ifPresent(asset -> config.issuer(asset.issuer()));
    farm()
        .ifPresent(
            shown -> {
              if (shown.getKey() instanceof Key.Instance(Address contract)
                  && shown.getValue().data() instanceof Data.FarmInstance instance) {
                config.farm(contract, instance.farm()).code(instance.code());
                kale(instance.farm().asset()).ifPresent(kale -> config.issuer(kale.issuer()));
              }
            });
    return config.build();
  }

  private Optional<Map.Entry<Key, StoredEntry>> farm() {
    return sightings.present().entrySet().stream()
        .filter(entry -> entry.getValue().data() instanceof Data.FarmInstance)
        .findFirst();
  }

  /** The asset behind this contract (CAP-46-6), of those that are named. */
  private Optional<CreditAsset> kale(Address assetContract) {
    return assets.stream().filter(asset -> contractOf(asset).equals(assetContract)).findFirst();
  }

  private Address contractOf(CreditAsset asset) {
    // HashIDPreimage of a contract id: the network, made from an asset, which one
    XdrOut preimage = new XdrOut().int32(8).raw(networkId).int32(1);
    asset.write(preimage);
    return Address.contract(Sha256.of(preimage.bytes()));
  }

  /** A pail lives from the ledger that it was planted in; the least of those that show. */
  private long minTempTtl() {
    long shortest = Long.MAX_VALUE;
    for (Conversation.Exchange exchange : conversation.exchanges()) {
      for (JsonNode shown : exchange.result().path("entries")) {
        Optional<Long> life = EntryReading.lifeOfPail(shown);
        shortest = Math.min(shortest, life.orElse(Long.MAX_VALUE));
      }
    }
    return shortest == Long.MAX_VALUE ? SandboxConfig.stepped().minTempTtl() : shortest;
  }

  /** Puts the entries into a sandbox that has been started with the configuration. */
  void open(Sandbox sandbox) {
    sandbox.locked(
        () -> {
          Network network = sandbox.network();
          List<Change> changes = new ArrayList<>();
          sightings.present().forEach((key, entry) -> changes.add(change(network, key, entry)));
          CreditAsset kale = network.rules().contracts().kale();
          for (Address account : accounts) {
            unseen(account, kale).forEach((key, entry) -> changes.add(change(network, key, entry)));
          }
          network.grant(changes);
          return changes;
        });
  }

  private Change change(Network network, Key key, StoredEntry entry) {
    StoredEntry now = network.store().get(key);
    StoredEntry then = entry;
    if (entry.data() instanceof Data.Account account && key instanceof Key.Account(Address id)) {
      // in what a ledger changed, the number may already be that of the transaction itself
      Long sequence = sequences.get(id);
      if (sequence != null) {
        then = entry.with(numbered(account, sequence));
      }
    }
    if (entry.liveUntil() == 0 && lives(key)) {
      long until = now == null ? entry.modified() + minTempTtl() - 1 : Math.max(now.liveUntil(), 1);
      then = new StoredEntry(entry.data(), entry.modified(), until, entry.sponsor());
    }
    return new Change(key, now, then);
  }

  private static boolean lives(Key key) {
    return key instanceof Key.Instance || key instanceof Key.BlockAt || key instanceof Key.PailOf;
  }

  private static Data.Account numbered(Data.Account account, long sequence) {
    return new Data.Account(
        account.balance(),
        sequence,
        account.subEntries(),
        account.sponsored(),
        account.sponsoring(),
        Math.max(1, account.sequenceLedger()),
        Math.max(1, account.sequenceTime()));
  }

  /** Account and trustline of somebody of whom nothing shows. */
  private Map<Key, StoredEntry> unseen(Address account, CreditAsset kale) {
    Map<Key, StoredEntry> entries = new HashMap<>();
    Key.Account own = new Key.Account(account);
    Key.Trust trust = new Key.Trust(account, kale);
    boolean known = sightings.of(own).isPresent();
    boolean there = known ? sightings.of(own).get().isPresent() : !absent.contains(account);
    if (!known && there) {
      long sequence = sequences.getOrDefault(account, 0L);
      entries.put(own, StoredEntry.classic(new Data.Account(LUMENS, sequence, 1, 0, 0, 1, 1)));
    }
    if (there
        && sightings.of(trust).isEmpty()
        && !untrusting.contains(account)
        && !account.equals(kale.issuer())) {
      entries.put(trust, StoredEntry.classic(new Data.Trust(KALE, Long.MAX_VALUE)));
    }
    return entries;
  }
}
