package org.kalepool.lab.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.kalepool.lab.sandbox.ledger.Key;
import org.kalepool.lab.sandbox.ledger.Keys;
import org.kalepool.lab.sandbox.ledger.StoredEntry;
import org.stellar.sdk.xdr.ContractEvent;
import org.stellar.sdk.xdr.LedgerEntry;
import org.stellar.sdk.xdr.LedgerEntryChange;
import org.stellar.sdk.xdr.LedgerEntryChanges;
import org.stellar.sdk.xdr.LedgerKey;
import org.stellar.sdk.xdr.XdrDataInputStream;

/**
 * Every ledger entry that a conversation shows, as it was when it first shows: read by
 * getLedgerEntries, before a simulation's changes, or before a transaction that landed.
 */
final class Sightings {
  private static final long WITHIN_LEDGER = 10_000;

  /**
   * @param position in time
   * @param entry null where there was none then
   */
  private record Sighting(long position, @Nullable StoredEntry entry) {}

  private final Map<Key, Sighting> first = new HashMap<>();

  Sightings(Conversation conversation) {
    conversation.exchanges().forEach(this::look);
  }

  /** What it was at first; empty if it does not show. */
  Optional<Optional<StoredEntry>> of(Key key) {
    return Optional.ofNullable(first.get(key)).map(seen -> Optional.ofNullable(seen.entry()));
  }

  /** All that were there at first. */
  Map<Key, StoredEntry> present() {
    Map<Key, StoredEntry> present = new HashMap<>();
    first.forEach(
        (key, seen) -> {
          if (seen.entry() != null) {
            present.put(key, seen.entry());
          }
        });
    return present;
  }

  Iterable<Key> keys() {
    return first.keySet();
  }

  private void look(Conversation.Exchange exchange) {
    try {
      JsonNode result = exchange.result();
      long closed = result.path("latestLedger").asLong() * WITHIN_LEDGER;
      if (exchange.method().equals("getLedgerEntries")) {
        read(exchange, closed);
      }
      for (JsonNode change : result.path("stateChanges")) {
        Key key = Keys.of(LedgerKey.fromXdrBase64(change.path("key").asText()));
        see(key, closed, change.path("before"));
      }
      if (result.path("resultMetaXdr").isTextual()) {
        long ledger = result.path("ledger").asLong();
        // what a ledger applies comes after the state that the ledger before it left
        landed(
            result.path("resultMetaXdr").asText(),
            (ledger - 1) * WITHIN_LEDGER + result.path("applicationOrder").asLong());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("line " + exchange.line(), e);
    }
  }

  private void read(Conversation.Exchange exchange, long position) throws IOException {
    Map<Key, StoredEntry> shown = new HashMap<>();
    for (JsonNode entry : exchange.result().path("entries")) {
      LedgerEntry.LedgerEntryData data =
          LedgerEntry.LedgerEntryData.fromXdrBase64(entry.path("xdr").asText());
      Key key = Keys.of(LedgerKey.fromXdrBase64(entry.path("key").asText()));
      EntryReading.data(key, data)
          .ifPresent(
              d ->
                  shown.put(
                      key,
                      new StoredEntry(
                          d,
                          entry.path("lastModifiedLedgerSeq").asLong(),
                          entry.path("liveUntilLedgerSeq").asLong(),
                          EntryReading.sponsor(entry.path("extXdr").asText("")))));
    }
    if (exchange.result().has("entries")) {
      for (JsonNode asked : exchange.request().path("params").path("keys")) {
        Key key = Keys.of(LedgerKey.fromXdrBase64(asked.asText()));
        see(key, position, shown.get(key));
      }
    }
  }

  private void see(Key key, long position, JsonNode before) throws IOException {
    if (before.isTextual()) {
      see(key, position, LedgerEntry.fromXdrBase64(before.asText()));
    } else {
      see(key, position, (StoredEntry) null);
    }
  }

  private void see(Key key, long position, LedgerEntry entry) {
    EntryReading.entry(key, entry).ifPresent(read -> see(key, position, read));
  }

  private void see(Key key, long position, @Nullable StoredEntry entry) {
    Sighting earlier = first.get(key);
    if (earlier == null || position < earlier.position()) {
      first.put(key, new Sighting(position, entry));
    }
  }

  private void landed(String meta, long position) throws IOException {
    for (LedgerEntryChange change : changes(meta)) {
      switch (change.getDiscriminant()) {
        case LEDGER_ENTRY_CREATED ->
            EntryReading.key(change.getCreated().getData())
                .ifPresent(key -> see(key, position, (StoredEntry) null));
        case LEDGER_ENTRY_STATE ->
            EntryReading.key(change.getState().getData())
                .ifPresent(key -> see(key, position, change.getState()));
        case LEDGER_ENTRY_UPDATED, LEDGER_ENTRY_REMOVED -> {}
      }
    }
  }

  /** The changes in a TransactionMeta of version 4, which the SDK cannot read. */
  private static List<LedgerEntryChange> changes(String meta) throws IOException {
    XdrDataInputStream in =
        new XdrDataInputStream(new ByteArrayInputStream(Base64.getDecoder().decode(meta)));
    List<LedgerEntryChange> changes = new ArrayList<>();
    if (in.readInt() != 4 || in.readInt() != 0) {
      return changes;
    }
    add(in, changes);
    int operations = in.readInt();
    boolean readable = true;
    for (int i = 0; i < operations && readable; i++) {
      in.readInt();
      add(in, changes);
      readable = skipEvents(in);
    }
    return changes;
  }

  /** False when the rest cannot be read: the SDK knows no addresses of claimable balances. */
  private static boolean skipEvents(XdrDataInputStream in) throws IOException {
    int events = in.readInt();
    try {
      for (int i = 0; i < events; i++) {
        ContractEvent.decode(in);
      }
      return true;
    } catch (RuntimeException e) {
      // the SDK throws nothing more particular for a kind of value that is newer than itself
      return false;
    }
  }

  private static void add(XdrDataInputStream in, List<LedgerEntryChange> changes)
      throws IOException {
    changes.addAll(List.of(LedgerEntryChanges.decode(in).getLedgerEntryChanges()));
  }
}
