package org.kalepool.lab.sandbox.ledger;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Changes on top of other entries, kept apart until they are taken over or dropped. */
public final class Overlay implements View {
  private final View below;
  private final Map<Key, Optional<StoredEntry>> changed = new LinkedHashMap<>();

  public Overlay(View below) {
    this.below = below;
  }

  @Override
  public @Nullable StoredEntry get(Key key) {
    Optional<StoredEntry> here = changed.get(key);
    return here != null ? here.orElse(null) : below.get(key);
  }

  public void put(Key key, StoredEntry entry) {
    changed.put(key, Optional.of(entry));
  }

  public void remove(Key key) {
    changed.put(key, Optional.empty());
  }

  /** What differs from what is below, in the order of the first change. */
  public List<Change> changes() {
    List<Change> changes = new ArrayList<>();
    changed.forEach(
        (key, after) -> {
          StoredEntry before = below.get(key);
          if (!Objects.equals(before, after.orElse(null))) {
            changes.add(new Change(key, before, after.orElse(null)));
          }
        });
    return changes;
  }

  /** The keys that were written, changed or not, as a transaction's meta data lists them. */
  public List<Change> writes() {
    List<Change> writes = new ArrayList<>();
    changed.forEach(
        (key, after) -> writes.add(new Change(key, below.get(key), after.orElse(null))));
    return writes;
  }

  public void mergeInto(Overlay other) {
    other.changed.putAll(changed);
  }
}
