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
  private Meta() {}

  /**
   * What a contract call adds.
   *
   * @param returned null when it failed
   */
  record Call(@Nullable Val returned, long nonRefundable, long refundable, long rent) {}

  /**
   * @param before charging and numbering
   * @param operations what each changed
   * @param events what each emitted
   */
  static String base64(
      List<Change> before,
      List<List<Change>> operations,
      List<List<Event>> events,
      @Nullable Call call,
      List<String> transactionEvents,
      List<String> diagnostics) {
    XdrOut out = new XdrOut().int32(4).int32(0);
    writeChanges(out, before);
    out.int32(operations.size());
    for (int i = 0; i < operations.size(); i++) {
      out.int32(0);
      writeChanges(out, operations.get(i));
      out.int32(events.get(i).size());
      events.get(i).forEach(event -> event.write(out));
    }
    writeChanges(out, List.of());
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

  private static void writeChanges(XdrOut out, List<Change> changes) {
    XdrOut body = new XdrOut();
    int count = 0;
    for (Change change : changes) {
      count += writeChange(body, change);
    }
    out.int32(count).raw(body.bytes());
  }

  /** An entry and, where it comes or goes, its life. */
  private static int writeChange(XdrOut out, Change change) {
    StoredEntry before = change.before();
    StoredEntry after = change.after();
    int count = 0;
    if (before != null) {
      out.int32(3);
      EntryXdr.writeEntry(out, change.key(), before);
      count++;
    }
    if (after != null) {
      out.int32(before == null ? 0 : 1);
      EntryXdr.writeEntry(out, change.key(), after);
      count++;
      if (before == null && after.liveUntil() != 0) {
        out.int32(0);
        writeLife(out, change.key(), after);
        count++;
      }
    } else if (before != null) {
      out.int32(2);
      change.key().write(out);
      count++;
      if (before.liveUntil() != 0) {
        out.int32(3);
        writeLife(out, change.key(), before);
        out.int32(2);
        EntryXdr.writeTtlKey(out, change.key());
        count += 2;
      }
    }
    return count;
  }

  /** A LedgerEntry of a life. */
  private static void writeLife(XdrOut out, Key key, StoredEntry entry) {
    EntryXdr.writeTtl(out, key, entry.modified(), entry.liveUntil());
  }
}
