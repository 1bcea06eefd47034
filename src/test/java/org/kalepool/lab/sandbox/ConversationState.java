package org.kalepool.lab.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.kalepool.kale.Address;
import org.kalepool.kale.Sha256;
import org.kalepool.lab.sandbox.ledger.Change;
import org.kalepool.lab.sandbox.ledger.CreditAsset;
import org.kalepool.lab.sandbox.ledger.Data;
import org.kalepool.lab.sandbox.ledger.Key;
import org.kalepool.lab.sandbox.ledger.Ledger;
import org.kalepool.lab.sandbox.ledger.StoredEntry;
import org.kalepool.lab.sandbox.transaction.Network;
import org.kalepool.lab.sandbox.xdr.XdrOut;

/**
 * The state that a recorded conversation started from, as far as it shows: the contract with its
 * blocks and pails, the accounts with the numbers of their first transactions, and the trustlines.
 * An account that is named and never shown is taken to be well off.
 */
final class ConversationState {
  private static final String STANDALONE = "Standalone Network ; February 2017";
  private static final long LUMENS = 100_000_000_000L;
  private static final long KALE = 10_000_000_000L;

  private final Conversation conversation;
  private final Sightings sightings;
  private final SeenAccounts seen;
  private final String passphrase;
  private final byte[] networkId;

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
    this.seen = new SeenAccounts(conversation, sightings, networkId);
  }

  /** The close times that the conversation tells, by ledger. */
  TreeMap<Long, Long> times() {
    return times(conversation);
  }

  static TreeMap<Long, Long> times(Conversation conversation) {
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
    seen.assets().stream()
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
    return seen.assets().stream()
        .filter(asset -> contractOf(asset).equals(assetContract))
        .findFirst();
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
          for (Address account : seen.accounts()) {
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
      Long sequence = seen.sequence(id);
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
    boolean there = known ? sightings.of(own).get().isPresent() : seen.there(account);
    if (!known && there) {
      long sequence = Objects.requireNonNullElse(seen.sequence(account), 0L);
      entries.put(own, StoredEntry.classic(new Data.Account(LUMENS, sequence, 1, 0, 0, 1, 1)));
    }
    if (there
        && sightings.of(trust).isEmpty()
        && seen.trusts(account)
        && !account.equals(kale.issuer())) {
      entries.put(trust, StoredEntry.classic(new Data.Trust(KALE, Long.MAX_VALUE)));
    }
    return entries;
  }
}
