package org.kalepool.lab.sandbox.transaction;

import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kalepool.lab.sandbox.ledger.Change;
import org.kalepool.lab.sandbox.ledger.EntryXdr;
import org.kalepool.lab.sandbox.ledger.Key;
import org.kalepool.lab.sandbox.ledger.StoredEntry;
import org.kalepool.lab.sandbox.xdr.Event;
import org.kalepool.lab.sandbox.xdr.Val;
import org.kalepool.lab.sandbox.xdr.XdrOut;

/** A transaction's TransactionMeta, version 4 as networks since Protocol 23 write it. */
final class Meta {
  private static final int CREATED = 0;
  private static final int UPDATED = 1;
  private static final int REMOVED = 2;
  private static final int STATE = 3;
  private static final int RESTORED = 4;

  private Meta() {}

  /**
   * What a contract call adds.
   *
   * @param returned null when it failed
   */
  record Call(@Nullable Val returned, long nonRefundable, long refundable, long rent) {}

  /**
   * @param ledger that it is in
   * @param before charging and numbering
   * @param operations what each changed
   * @param events what each emitted
   */
  static String base64(
      long ledger,
      List<Change> before,
      List<List<Change>> operations,
      List<List<Event>> events,
      @Nullable Call call,
      List<String> transactionEvents,
      List<String> diagnostics) {
    XdrOut out = new XdrOut().int32(4).int32(0);
    writeChanges(out, ledger, before);
    out.int32(operations.size());
    for (int i = 0; i < operations.size(); i++) {
      out.int32(0);
      writeChanges(out, ledger, operations.get(i));
      out.int32(events.get(i).size());
      events.get(i).forEach(event -> event.write(out));
    }
    writeChanges(out, ledger, List.of());
    writeCall(out, call);
    writeReady(out, transactionEvents);
    writeReady(out, diagnostics);
    return out.base64();
  }

  /** A TransactionEvent: the charge before all transactions, the refund after them. */
  static String transactionEvent(boolean beforeAll, Event event) {
    XdrOut out = new XdrOut().int32(beforeAll ? 0 : 2);
    event.write(out);
    return out.base64();
  }

  private static void writeReady(XdrOut out, List<String> items) {
    out.int32(items.size());
    items.forEach(item -> out.raw(Base64.getDecoder().decode(item)));
  }

  private static void writeCall(XdrOut out, @Nullable Call call) {
    if (call == null) {
      out.int32(0);
      return;
    }
    out.int32(1).int32(1).int32(0);
    out.int64(call.nonRefundable).int64(call.refundable).int64(call.rent);
    if (call.returned == null) {
      out.int32(0);
    } else {
      out.int32(1);
      call.returned.write(out);
    }
  }

  private static void writeChanges(XdrOut out, long ledger, List<Change> changes) {
    XdrOut body = new XdrOut();
    int count = 0;
    for (Change change : changes) {
      count += writeChange(body, ledger, change);
    }
    out.int32(count).raw(body.bytes());
  }

  /** An entry and, where that comes, goes or changes, its life. */
  private static int writeChange(XdrOut out, long ledger, Change change) {
    StoredEntry before = change.before();
    StoredEntry after = change.after();
    if (before != null && change.key().persistent() && before.expiredIn(ledger)) {
      return writeRestored(out, ledger, change, before);
    }
    if (before != null && after != null && before.equals(after.living(before.liveUntil()))) {
      return before.liveUntil() == after.liveUntil()
          ? writeBoth(out, change, before, after)
          : writeLives(out, change.key(), before, after);
    }
    int count = 0;
    if (before != null && after != null) {
      count += writeBoth(out, change, before, after);
      if (before.liveUntil() != after.liveUntil()) {
        count += writeLives(out, change.key(), before, after);
      }
      return count;
    }
    if (after != null) {
      out.int32(CREATED);
      EntryXdr.writeEntry(out, change.key(), after);
      count++;
      if (after.liveUntil() != 0) {
        out.int32(CREATED);
        writeLife(out, change.key(), after);
        count++;
      }
    } else if (before != null) {
      out.int32(STATE);
      EntryXdr.writeEntry(out, change.key(), before);
      out.int32(REMOVED);
      change.key().write(out);
      count += 2;
      if (before.liveUntil() != 0) {
        out.int32(STATE);
        writeLife(out, change.key(), before);
        out.int32(REMOVED);
        EntryXdr.writeTtlKey(out, change.key());
        count += 2;
      }
    }
    return count;
  }

  private static int writeBoth(XdrOut out, Change change, StoredEntry before, StoredEntry after) {
    out.int32(STATE);
    EntryXdr.writeEntry(out, change.key(), before);
    out.int32(UPDATED);
    EntryXdr.writeEntry(out, change.key(), after);
    return 2;
  }

  private static int writeLives(XdrOut out, Key key, StoredEntry before, StoredEntry after) {
    out.int32(STATE);
    writeLife(out, key, before);
    out.int32(UPDATED);
    writeLife(out, key, after);
    return 2;
  }

  /** One that was archived; a call may have changed or removed it at once. */
  private static int writeRestored(XdrOut out, long ledger, Change change, StoredEntry before) {
    StoredEntry after = change.after();
    boolean byOperation = after != null && after.modified() == before.modified();
    out.int32(RESTORED);
    EntryXdr.writeEntry(out, change.key(), byOperation ? before : before.modifiedIn(ledger));
    int count = 2;
    if (after == null) {
      out.int32(REMOVED);
      change.key().write(out);
      out.int32(RESTORED);
      writeLife(out, change.key(), before);
      out.int32(REMOVED);
      EntryXdr.writeTtlKey(out, change.key());
      return 4;
    }
    if (!after.data().equals(before.data())) {
      out.int32(UPDATED);
      EntryXdr.writeEntry(out, change.key(), after);
      count++;
    }
    out.int32(RESTORED);
    writeLife(out, change.key(), after);
    return count;
  }

  /** A LedgerEntry of a life. */
  private static void writeLife(XdrOut out, Key key, StoredEntry entry) {
    EntryXdr.writeTtl(out, key, entry.modified(), entry.liveUntil());
  }
}
