package org.kalepool.lab.sandbox.rpc;

import java.util.List;
import org.kalepool.lab.sandbox.ledger.Data;
import org.kalepool.lab.sandbox.ledger.EntryXdr;
import org.kalepool.lab.sandbox.ledger.Key;
import org.kalepool.lab.sandbox.ledger.StoredEntry;
import org.kalepool.lab.sandbox.ledger.View;
import org.kalepool.lab.sandbox.transaction.Resources;

/**
 * Simulations take every account for as long as it can become by sending a transaction: with all of
 * its extensions.
 */
final class FullAccounts {
  private FullAccounts() {}

  /** Bytes that accounts in the footprint lack to that. */
  static long more(Resources touched, View view) {
    long more = 0;
    for (List<Key> keys : List.of(touched.readOnly(), touched.readWrite())) {
      for (Key key : keys) {
        StoredEntry entry = key instanceof Key.Account ? view.get(key) : null;
        if (entry != null && entry.data() instanceof Data.Account account) {
          StoredEntry full = entry.with(account.used(account.sequence(), 1, 1));
          more += EntryXdr.size(key, full) - EntryXdr.size(key, entry);
        }
      }
    }
    return more;
  }
}
