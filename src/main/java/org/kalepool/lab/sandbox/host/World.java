package org.kalepool.lab.sandbox.host;

import org.jspecify.annotations.Nullable;

/** The ledger that a call meets. The host never writes to it. */
public interface World {
  /**
   * The entry under a key, null for none. Persistent entries past their life are given with it;
   * temporary ones may be.
   */
  @Nullable EntryState get(EntryKey key);
}
