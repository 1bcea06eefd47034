package org.kalepool.lab.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Sha256;
import org.kalepool.lab.sandbox.ledger.Change;
import org.kalepool.lab.sandbox.ledger.Data;
import org.kalepool.lab.sandbox.ledger.EntryIn;
import org.kalepool.lab.sandbox.ledger.Key;
import org.kalepool.lab.sandbox.ledger.Keys;
import org.kalepool.lab.sandbox.ledger.Ledger;
import org.kalepool.lab.sandbox.ledger.StoredEntry;
import org.kalepool.lab.sandbox.transaction.SignedTransaction;
import org.kalepool.lab.sandbox.xdr.XdrWalk;
import org.stellar.sdk.xdr.LedgerKey;

/**
 * What a conversation of which nothing is missing starts from: the ledger and the entries that show
 * before the first transaction, the network's settings among them, and code that contracts are made
 * of and that nobody uploads.
 */
final class ContractStart {
  private static final String STANDALONE = "Standalone Network ; February 2017";
  private static final int CONFIG_SETTING = 8;
  private static final int STATE_ARCHIVAL = 10;
  private static final int CREATE = 1;
  private static final int UPLOAD = 2;
  private static final int CREATE_V2 = 3;

  private final Conversation conversation;
  private final String passphrase;
  private final Ledger first;
  private final Map<Key, StoredEntry> entries = new HashMap<>();
  private long minTempTtl = 17_280;
  private long minPersistentTtl = 2_073_600;

  ContractStart(Conversation conversation) {
    this.conversation = conversation;
    this.passphrase =
        conversation.exchanges().stream()
            .map(e -> e.result().path("passphrase").asText(""))
            .filter(text -> !text.isEmpty())
            .findFirst()
            .orElse(STANDALONE);
    Conversation.Exchange start =
        conversation.exchanges().stream()
            .filter(e -> e.ledger().isPresent() && e.time().isPresent())
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("no ledger shows"));
    this.first = new Ledger(start.ledger().orElseThrow(), start.time().orElseThrow());
    for (Conversation.Exchange exchange : conversation.exchanges()) {
      if (exchange.method().equals("sendTransaction")) {
        break;
      }
      exchange.result().path("entries").forEach(this::see);
    }
  }

  /** Whether it shows the settings that it starts from, so that nothing has to be guessed. */
  static boolean isWhole(List<JsonNode> lines) {
    return lines.stream()
        .flatMap(line -> entries(line.path("answer")).stream())
        .anyMatch(entry -> setting(entry.path("key").asText()) == STATE_ARCHIVAL);
  }

  private static List<JsonNode> entries(JsonNode answer) {
    List<JsonNode> entries = new ArrayList<>();
    answer.path("result").path("entries").forEach(entries::add);
    return entries;
  }

  private static int setting(String key) {
    if (key.isEmpty()) {
      return -1;
    }
    ByteBuffer xdr = ByteBuffer.wrap(Base64.getDecoder().decode(key));
    return xdr.remaining() == 8 && xdr.getInt() == CONFIG_SETTING ? xdr.getInt() : -1;
  }

  private void see(JsonNode shown) {
    int setting = setting(shown.path("key").asText());
    byte[] xdr = Base64.getDecoder().decode(shown.path("xdr").asText());
    long modified = shown.path("lastModifiedLedgerSeq").asLong();
    if (setting >= 0) {
      String value = Base64.getEncoder().encodeToString(Arrays.copyOfRange(xdr, 4, xdr.length));
      entries.put(
          new Key.Config(setting), new StoredEntry(new Data.Setting(value), modified, 0, null));
      if (setting == STATE_ARCHIVAL) {
        ByteBuffer lives = ByteBuffer.wrap(xdr).position(12);
        minTempTtl = Integer.toUnsignedLong(lives.getInt());
        minPersistentTtl = Integer.toUnsignedLong(lives.getInt());
      }
      return;
    }
    Key key = key(shown.path("key").asText());
    entries.put(
        key,
        new StoredEntry(
            EntryIn.data(key, xdr), modified, shown.path("liveUntilLedgerSeq").asLong(), null));
  }

  private static Key key(String base64) {
    try {
      return Keys.of(LedgerKey.fromXdrBase64(base64));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Ledger first() {
    return first;
  }

  /** The close times that it tells, by ledger. */
  TreeMap<Long, Long> times() {
    return ConversationState.times(conversation);
  }

  SandboxConfig config() {
    SandboxConfigBuilder config =
        SandboxConfig.stepped()
            .with()
            .passphrase(passphrase)
            .start(first.sequence(), first.closeTime())
            .ledgerSeconds(1)
            .minTempTtl(minTempTtl)
            .minPersistentTtl(minPersistentTtl)
            .farmless(true);
    Hash code = unknownCode();
    return code == null ? config.build() : config.code(code).build();
  }

  /** Puts the entries into a sandbox that has been started with the configuration. */
  void open(Sandbox sandbox) {
    Hash code = unknownCode();
    if (code != null) {
      Key key = new Key.Code(code);
      long until = lifeOf(key).orElse(first.sequence() + minPersistentTtl - 1);
      entries.put(key, new StoredEntry(new Data.NativeCode(code), 0, until, null));
    }
    sandbox.locked(
        () -> {
          List<Change> changes = new ArrayList<>();
          entries.forEach((key, entry) -> changes.add(new Change(key, null, entry)));
          sandbox.network().store().close(first.sequence(), changes);
          return changes;
        });
  }

  /** How long an entry had lived on before something extended it. */
  private OptionalLong lifeOf(Key key) {
    byte[] hash = Sha256.of(key.bytes());
    return conversation.exchanges().stream()
        .filter(e -> e.result().path("resultMetaXdr").isTextual())
        .map(e -> MetaText.of(e.result().path("resultMetaXdr").asText()))
        .flatMap(meta -> meta.lifeBefore(hash).stream().boxed())
        .mapToLong(Long::longValue)
        .findFirst();
  }

  /** Code that a contract was made of and that nobody uploaded: KALE's. */
  private @Nullable Hash unknownCode() {
    Set<Hash> uploaded = new HashSet<>();
    Hash unknown = null;
    byte[] networkId = Sha256.of(passphrase.getBytes(StandardCharsets.UTF_8));
    for (Conversation.Exchange exchange : conversation.exchanges()) {
      if (!exchange.result().path("status").asText().equals("SUCCESS")
          || !exchange.result().path("envelopeXdr").isTextual()) {
        continue;
      }
      byte[] function =
          SignedTransaction.parse(exchange.result().path("envelopeXdr").asText(), networkId)
              .map(SignedTransaction::hostFunction)
              .orElse(new byte[0]);
      XdrWalk in = new XdrWalk(function);
      int kind = in.atEnd() ? 0 : in.int32();
      if (kind == UPLOAD) {
        int length = in.count();
        uploaded.add(Hash.of(Sha256.of(Arrays.copyOfRange(function, 8, 8 + length))));
      }
      Hash code = kind == CREATE || kind == CREATE_V2 ? madeOf(in) : null;
      if (unknown == null && code != null && !uploaded.contains(code)) {
        unknown = code;
      }
    }
    return unknown;
  }

  private static @Nullable Hash madeOf(XdrWalk in) {
    if (in.int32() == 0) {
      in.skipAddress();
      in.skip(32);
    } else {
      in.skipAsset();
    }
    if (in.int32() != 0) {
      return null;
    }
    int start = in.position();
    return Hash.of(in.skip(32).since(start));
  }
}
