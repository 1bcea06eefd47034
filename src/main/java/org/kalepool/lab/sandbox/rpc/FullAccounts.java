package org.kalepool.lab.sandbox.rpc;

import java.util.Arrays;
import java.util.List;
import org.kalepool.lab.sandbox.ledger.Data;
import org.kalepool.lab.sandbox.ledger.EntryXdr;
import org.kalepool.lab.sandbox.ledger.Key;
import org.kalepool.lab.sandbox.ledger.StoredEntry;
import org.kalepool.lab.sandbox.ledger.View;

/**
 * Simulations take every account for as long as it can become by sending a transaction: with all of
 * its extensions.
 */
final class FullAccounts {
  /** The ledger and the time of an account's last transaction, which come last. */
  private static final int LAST_USE_BYTES = 12;

  private FullAccounts() {}

  /** Bytes that accounts under these keys lack to that. */
  static long more(List<Key> keys, View view) {
    long more = 0;
    for (Key key : keys) {
      StoredEntry entry = key instanceof Key.Account ? view.get(key) : null;
      if (entry != null) {
        more += data(key, entry.data()).length - EntryXdr.dataBytes(key, entry.data()).length;
      }
    }
    return more;
  }

  /** LedgerEntryData with all extensions; those that are not there tell nothing. */
  static byte[] data(Key key, Data data) {
    if (!(data instanceof Data.Account account) || account.sequenceLedger() != 0) {
      return EntryXdr.dataBytes(key, data);
    }
    byte[] xdr = EntryXdr.dataBytes(key, account.used(account.sequence(), 1, 1));
    Arrays.fill(xdr, xdr.length - LAST_USE_BYTES, xdr.length, (byte) 0);
    return xdr;
  }
}
