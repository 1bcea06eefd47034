package org.kalepool.lab.sandbox.rpc;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
    ArrayNode changes = JsonNodeFactory.instance.arrayNode();
    for (Key key : declared.readWrite()) {
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
    return changes;
  }

  private static @Nullable StoredEntry living(Key key, @Nullable StoredEntry entry, long ledger) {
    return entry != null && key.persistent() && entry.expiredIn(ledger) ? null : entry;
  }

  private static String entry(Key key, StoredEntry entry) {
    XdrOut out = new XdrOut();
    EntryXdr.writeEntry(out, key, entry);
    return out.base64();
  }
}
