package org.kalepool.exit;

import org.jspecify.annotations.Nullable;

/**
 * Where a transaction landed.
 *
 * @param hash null if it is not known
 * @param unseen how it is known though no node tells of it; null where one does
 */
record Landing(@Nullable String hash, long ledger, @Nullable String unseen) {
  Landing(String hash, long ledger) {
    this(hash, ledger, null);
  }
}
