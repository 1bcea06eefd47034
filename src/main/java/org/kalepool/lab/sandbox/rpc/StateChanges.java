package org.kalepool.lab.sandbox.rpc;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kalepool.lab.sandbox.ledger.EntryXdr;
import org.kalepool.lab.sandbox.ledger.Key;
import org.kalepool.lab.sandbox.ledger.StoredEntry;
import org.kalepool.lab.sandbox.ledger.View;
import org.kalepool.lab.sandbox.transaction.Resources;
import org.kalepool.lab.sandbox.xdr.XdrOut;

/** What a call would change, in the order of the keys. An archived entry counts as absent. */
final class StateChanges {
  private StateChanges() {}

  static ArrayNode of(Resources declared, View after, View before, long ledger) {
    return of(declared, List.of(), after, before, ledger);
  }

  /**
   * @param forgotten keys that only calls have touched that were undone: a node takes what is there
   *     for deleted
   */
  static ArrayNode of(
      Resources declared, List<Key> forgotten, View after, View before, long ledger) {
    ArrayNode changes = JsonNodeFactory.instance.arrayNode();
    List<Key> keys = new ArrayList<>(declared.readWrite());
    keys.removeAll(forgotten);
    add(changes, keys, after, before, ledger);
    List<Key> undone = new ArrayList<>(declared.readWrite());
    undone.retainAll(forgotten);
    add(changes, undone, key -> null, before, ledger);
    return changes;
  }

  private static void add(ArrayNode changes, List<Key> keys, View after, View before, long ledger) {
    for (Key key : keys) {
      StoredEntry old = living(key, before.get(key), ledger);
      StoredEntry now = after.get(key);
      if (old == null && now == null) {
        continue;
      }
      ObjectNode change = changes.addObject();
      change.put("type", old == null ? "created" : now == null ? "deleted" : "updated");
      change.put("key", key.base64());
      change.put("before", old == null ? null : entry(key, old));
      // classic entries are shown as not yet modified, contracts' as last modified before
      change.put("after", now == null ? null : entry(key, key.classic() ? now.modifiedIn(0) : now));
    }
  }

  private static @Nullable StoredEntry living(Key key, @Nullable StoredEntry entry, long ledger) {
    return entry != null && key.persistent() && entry.expiredIn(ledger) ? null : entry;
  }

  private static String entry(Key key, StoredEntry entry) {
    XdrOut out = new XdrOut().uint32(entry.modified());
    out.raw(FullAccounts.data(key, entry.data()));
    EntryXdr.writeSponsor(out, entry.sponsor());
    return out.base64();
  }
}
