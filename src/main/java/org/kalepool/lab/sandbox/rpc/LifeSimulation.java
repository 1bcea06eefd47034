package org.kalepool.lab.sandbox.rpc;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.kalepool.lab.sandbox.ledger.EntryXdr;
import org.kalepool.lab.sandbox.ledger.Key;
import org.kalepool.lab.sandbox.ledger.Keys;
import org.kalepool.lab.sandbox.ledger.Ledger;
import org.kalepool.lab.sandbox.ledger.NetworkRules;
import org.kalepool.lab.sandbox.ledger.Rent;
import org.kalepool.lab.sandbox.ledger.StoredEntry;
import org.kalepool.lab.sandbox.ledger.View;
import org.kalepool.lab.sandbox.transaction.Resources;
import org.kalepool.lab.sandbox.xdr.XdrOut;

/** Simulates operations about lives. */
final class LifeSimulation {
  private static final int EXTENSION_BYTES = 12;
  private static final int RESTORATION_BYTES = 8;

  private final NetworkRules rules;
  private final View view;
  private final long ledger;

  LifeSimulation(NetworkRules rules, View view, Ledger latest) {
    this.rules = rules;
    this.view = view;
    this.ledger = latest.sequence();
  }

  /** What extending or restoring would take. */
  private record Taken(Resources resources, List<Rent.Part> rent) {}

  /** Archived entries are said to be restored first. */
  ObjectNode extension(List<Key> keys, long extendTo) {
    for (Key key : keys) {
      if (!key.lives()) {
        return refused(
            "Can't extend TTL for ledger entry with key `"
                + RustText.of(key)
                + "`. Only entries with TTL (contract data or code entries) can have it extended");
      }
    }
    long until = ledger + extendTo;
    List<Key> extended = new ArrayList<>();
    List<Key> archived = new ArrayList<>();
    List<Rent.Part> rent = new ArrayList<>();
    for (Key key : keys) {
      StoredEntry entry = view.get(key);
      if (entry == null) {
        continue;
      }
      StoredEntry living = entry;
      if (entry.expiredIn(ledger)) {
        archived.add(key);
        living = entry.living(restoredUntil());
      }
      if (living.liveUntil() < until) {
        extended.add(key);
        rent.add(Rent.part(key, living, living.living(until)));
      }
    }
    extended.sort(Keys.ORDER);
    Resources resources = new Resources(extended, List.of(), 0, 0, 0);
    ObjectNode answer = answer(new Taken(resources, rent), EXTENSION_BYTES);
    if (!archived.isEmpty()) {
      answer.set("restorePreamble", answer(restored(archived), RESTORATION_BYTES));
    }
    return answer.put("latestLedger", ledger);
  }

  ObjectNode restoration(List<Key> keys) {
    for (Key key : keys) {
      if (!key.persistent()) {
        return refused(
            "Can't restore a ledger entry with key: "
                + RustText.of(key)
                + ". Only persistent ledger entries with TTL can be restored.");
      }
      if (view.get(key) == null) {
        return refused("Missing entry to restore for key " + RustText.of(key));
      }
    }
    return answer(restored(keys), RESTORATION_BYTES).put("latestLedger", ledger);
  }

  private Taken restored(List<Key> keys) {
    List<Key> restored = new ArrayList<>();
    List<Rent.Part> rent = new ArrayList<>();
    long bytes = 0;
    for (Key key : keys) {
      StoredEntry entry = view.get(key);
      if (entry != null && entry.expiredIn(ledger)) {
        restored.add(key);
        bytes += EntryXdr.size(key, entry);
        rent.add(Rent.part(key, null, entry.living(restoredUntil())));
      }
    }
    restored.sort(Keys.ORDER);
    return new Taken(new Resources(List.of(), restored, 0, bytes, bytes), rent);
  }

  private long restoredUntil() {
    return ledger + rules.minPersistentTtl() - 1;
  }

  private ObjectNode refused(String why) {
    return JsonNodeFactory.instance.objectNode().put("error", why).put("latestLedger", ledger);
  }

  private ObjectNode answer(Taken taken, int operation) {
    long refundable = Rent.fee(taken.rent, rules.rates(), ledger);
    long fee =
        taken.resources.nonRefundableFee(
                rules.rates(), SimulatedSize.of(operation, taken.resources))
            + refundable * Simulator.REFUNDABLE_PERCENT / 100;
    XdrOut data = new XdrOut();
    taken.resources.write(data, fee);
    return JsonNodeFactory.instance
        .objectNode()
        .put("transactionData", data.base64())
        .put("minResourceFee", Long.toString(fee));
  }
}
