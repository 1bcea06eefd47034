package org.kalepool.exit;

import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Hash;

/**
 * Where a transaction landed.
 *
 * @param hash null if it is not known
 * @param unseen how it is known though no node tells of it; null where one does
 */
record Landing(@Nullable Hash hash, long ledger, @Nullable String unseen) {
  Landing(Hash hash, long ledger) {
    this(hash, ledger, null);
  }
}
