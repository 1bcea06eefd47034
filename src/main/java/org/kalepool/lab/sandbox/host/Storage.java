package org.kalepool.lab.sandbox.host;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.kalepool.lab.sandbox.host.HostFault.Code;
import org.kalepool.lab.sandbox.host.HostFault.Kind;

/**
 * The entries that a call sees, with what it did to them. Persistent entries past their life come
 * back when they are touched, temporary ones are gone.
 */
final class Storage {
  private final World world;
  private final HostLedger ledger;
  private final EntryCosts costs;
  private final boolean recording;
  private final Map<EntryKey, Boolean> footprint = new HashMap<>();
  private final Map<EntryKey, Optional<EntryState>> before = new HashMap<>();
  private final Set<EntryKey> restored = new TreeSet<>();
  private final Set<EntryKey> decoded = new HashSet<>();
  private Map<EntryKey, Optional<EntryState>> entries = new HashMap<>();

  Storage(World world, HostLedger ledger, Budget budget, HostRequest.Access access) {
    this.world = world;
    this.ledger = ledger;
    this.costs = new EntryCosts(budget);
    switch (access) {
      case HostRequest.Access.Recorded() -> recording = true;
      case HostRequest.Access.Declared declared -> {
        recording = false;
        declared.readOnly().forEach(key -> footprint.put(key, false));
        declared.readWrite().forEach(key -> footprint.put(key, true));
        Set<EntryKey> back = new HashSet<>(declared.restored());
        footprint.keySet().forEach(key -> load(key, back.contains(key)));
      }
    }
  }

  /** What can be gone back to. */
  Map<EntryKey, Optional<EntryState>> snapshot() {
    int count = entries.size();
    costs.copyAll(count, EntryCosts.ENTRIES);
    return new HashMap<>(entries);
  }

  void rollback(Map<EntryKey, Optional<EntryState>> snapshot) {
    entries = snapshot;
  }

  private void access(EntryKey key, boolean write) {
    costs.find(footprint.size(), EntryCosts.FOOTPRINT);
    if (recording) {
      Boolean known = footprint.get(key);
      if (known == null || (write && !known)) {
        costs.insert(footprint.size(), known == null, EntryCosts.FOOTPRINT);
        footprint.put(key, write);
      }
      return;
    }
    Boolean allowed = footprint.get(key);
    if (allowed == null || (write && !allowed)) {
      throw HostFault.of(Kind.STORAGE, Code.EXCEEDED_LIMIT, "");
    }
  }

  private void load(EntryKey key, boolean restore) {
    if (entries.containsKey(key)) {
      return;
    }
    EntryState there = world.get(key);
    Optional<EntryState> seen = Optional.ofNullable(there);
    before.putIfAbsent(key, seen);
    if (there != null && key.lives() && there.liveUntil() < ledger.sequence()) {
      if (key.isTemporary()) {
        seen = Optional.empty();
      } else if (restore) {
        restored.add(key);
        seen = Optional.of(there.until(ledger.sequence() + ledger.minPersistentTtl() - 1));
      }
    }
    entries.put(key, seen);
  }

  /** Loads an entry that has not been seen yet; one past its life is written. */
  private void see(EntryKey key) {
    if (!recording) {
      return;
    }
    costs.find(entries.size(), EntryCosts.ENTRIES);
    if (!entries.containsKey(key)) {
      costs.insert(entries.size(), true, EntryCosts.ENTRIES);
    }
    costs.find(footprint.size(), EntryCosts.FOOTPRINT);
    load(key, true);
    costs.find(entries.size(), EntryCosts.ENTRIES);
    if (restored.contains(key)) {
      footprint.put(key, true);
    }
  }

  /** An entry of the ledger is decoded when it is first looked into. */
  void decode(EntryKey key, EntryState state) {
    if (decoded.add(key)) {
      costs.decode(state.data());
    }
  }

  /** Whether the entry is there and needs no restoring. */
  boolean livesOutside(EntryKey key) {
    EntryState there = world.get(key);
    return there != null && there.liveUntil() >= ledger.sequence();
  }

  @Nullable EntryState get(EntryKey key) {
    EntryState state = look(key);
    if (state != null) {
      decode(key, state);
    }
    return state;
  }

  /** Whether there is one; it is not decoded for that. */
  boolean has(EntryKey key) {
    return look(key) != null;
  }

  /** The entry without looking into it. */
  @Nullable EntryState look(EntryKey key) {
    access(key, false);
    see(key);
    costs.find(entries.size(), EntryCosts.ENTRIES);
    return peek(key);
  }

  /** What is there now, without any ado. */
  @Nullable EntryState peek(EntryKey key) {
    return entries.getOrDefault(key, Optional.empty()).orElse(null);
  }

  void put(EntryKey key, EntryState state) {
    access(key, true);
    // what was there is known only to whoever has looked
    if (recording && !before.containsKey(key)) {
      before.put(key, Optional.ofNullable(world.get(key)));
    }
    written(key);
    entries.put(key, Optional.of(state));
  }

  private void written(EntryKey key) {
    costs.find(entries.size(), EntryCosts.ENTRIES);
    costs.insert(entries.size(), !entries.containsKey(key), EntryCosts.ENTRIES);
    decoded.add(key);
  }

  void delete(EntryKey key) {
    access(key, true);
    if (recording && !before.containsKey(key)) {
      before.put(key, Optional.ofNullable(world.get(key)));
    }
    written(key);
    entries.put(key, Optional.empty());
  }

  /** Lets an entry live longer: this is no write. */
  void prolong(EntryKey key, EntryState state) {
    costs.insert(entries.size(), false, EntryCosts.ENTRIES);
    entries.put(key, Optional.of(state));
  }

  HostLedger ledger() {
    return ledger;
  }

  HostResult.HostFootprint footprint() {
    List<EntryKey> readOnly = new ArrayList<>();
    List<EntryKey> readWrite = new ArrayList<>();
    new TreeMap<>(footprint).forEach((key, write) -> (write ? readWrite : readOnly).add(key));
    List<EntryKey> back =
        recording ? readWrite.stream().filter(this::archived).toList() : List.copyOf(restored);
    List<EntryKey> forgotten =
        footprint.keySet().stream().filter(key -> !entries.containsKey(key)).sorted().toList();
    return new HostResult.HostFootprint(readOnly, readWrite, back, forgotten);
  }

  /** Whether the ledger has a persistent entry past its life there. */
  private boolean archived(EntryKey key) {
    EntryState there = world.get(key);
    return there != null
        && key.lives()
        && !key.isTemporary()
        && there.liveUntil() < ledger.sequence();
  }

  /** What differs from the ledger, in the order of the keys. */
  List<EntryChange> changes() {
    List<EntryChange> changes = new ArrayList<>();
    new TreeMap<>(entries)
        .forEach(
            (key, after) -> {
              Optional<EntryState> was = before.getOrDefault(key, Optional.empty());
              boolean gone =
                  after.isEmpty()
                      && was.isPresent()
                      && key.isTemporary()
                      && was.get().liveUntil() < ledger.sequence();
              if (!was.equals(after) && !gone) {
                changes.add(new EntryChange(key, was.orElse(null), after.orElse(null)));
              }
            });
    return changes;
  }

  int size() {
    return entries.size();
  }
}
