package org.kalepool.lab.sandbox.ledger;

import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;

/**
 * Ledger entries that can be read. Temporary entries are absent after their life, persistent ones
 * stay, archived.
 */
public interface View {
  @Nullable StoredEntry get(Key key);

  default Data.@Nullable Account account(Address account) {
    StoredEntry entry = get(new Key.Account(account));
    return entry != null && entry.data() instanceof Data.Account data ? data : null;
  }

  default Data.@Nullable Trust trust(Address account, CreditAsset asset) {
    StoredEntry entry = get(new Key.Trust(account, asset));
    return entry != null && entry.data() instanceof Data.Trust data ? data : null;
  }
}
