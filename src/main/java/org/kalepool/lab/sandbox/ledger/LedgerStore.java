package org.kalepool.lab.sandbox.ledger;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The entries as of the latest closed ledger, and enough of the past to answer as a lagging node
 * would. Temporary entries are dropped in the ledger after their last.
 */
public final class LedgerStore implements View {
  /** How many ledgers back {@link #asOf} can look. */
  public static final int PAST_LEDGERS = 64;

  private record Past(long ledger, Map<Key, Optional<StoredEntry>> before) {}

  private final Map<Key, StoredEntry> entries = new HashMap<>();
  private final Deque<Past> past = new ArrayDeque<>();
  private final NavigableMap<Long, Set<Key>> expiring = new TreeMap<>();
  private long current;

  public LedgerStore(long ledger) {
    current = ledger;
  }

  /** Takes an entry over as it is, as part of the state that everything starts from. */
  public void load(Key key, StoredEntry entry) {
    entries.put(key, entry);
    expireLater(key, entry);
  }

  @Override
  public @Nullable StoredEntry get(Key key) {
    StoredEntry entry = entries.get(key);
    return seen(key, entry, current);
  }

  /** The entries as a transaction in this ledger, the next one, meets them. */
  public View during(long ledger) {
    return key -> {
      StoredEntry entry = entries.get(key);
      return seen(key, entry, ledger);
    };
  }

  /** Persistent entries are there after their life too: archived. */
  private static @Nullable StoredEntry seen(Key key, @Nullable StoredEntry entry, long ledger) {
    return entry != null && key.temporary() && entry.expiredIn(ledger) ? null : entry;
  }

  public Map<Key, StoredEntry> all() {
    return entries;
  }

  /** Applies a ledger's changes, stamping what was written with its number. */
  public void close(long ledger, Collection<Change> changes) {
    Map<Key, Optional<StoredEntry>> before = new LinkedHashMap<>();
    for (Change change : changes) {
      note(before, change.key());
      StoredEntry after = change.after();
      if (after == null) {
        entries.remove(change.key());
      } else {
        entries.put(change.key(), after);
        expireLater(change.key(), after);
      }
    }
    current = ledger;
    expire(before, ledger);
    past.addLast(new Past(ledger, before));
    if (past.size() > PAST_LEDGERS) {
      past.removeFirst();
    }
  }

  private void expireLater(Key key, StoredEntry entry) {
    if (key.temporary()) {
      expiring.computeIfAbsent(entry.liveUntil(), ignored -> new HashSet<>()).add(key);
    }
  }

  private void expire(Map<Key, Optional<StoredEntry>> before, long ledger) {
    for (Set<Key> due : List.copyOf(expiring.headMap(ledger).values())) {
      for (Key key : due) {
        StoredEntry entry = entries.get(key);
        if (entry != null && entry.expiredIn(ledger)) {
          note(before, key);
          entries.remove(key);
        }
      }
    }
    expiring.headMap(ledger).clear();
  }

  private void note(Map<Key, Optional<StoredEntry>> before, Key key) {
    before.putIfAbsent(key, Optional.ofNullable(entries.get(key)));
  }

  /** The entries as they were when this ledger had closed, or the oldest that is still known. */
  public View asOf(long ledger) {
    return key -> {
      for (Past closed : past) {
        Optional<StoredEntry> before = closed.ledger() > ledger ? closed.before().get(key) : null;
        if (before != null) {
          StoredEntry entry = before.orElse(null);
          return seen(key, entry, ledger);
        }
      }
      return get(key);
    };
  }
}
