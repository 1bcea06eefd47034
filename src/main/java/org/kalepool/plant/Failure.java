package org.kalepool.plant;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.kalepool.books.Debtor;
import org.kalepool.stellar.Cause;

/** Why a farmer is not planted in a block. */
record Failure(UUID farmer, Cause cause, @Nullable String detail, @Nullable Long transaction) {
  /** Whose fault it is; null where it was a choice. */
  @Nullable String debtor() {
    return cause == Cause.NOT_PAYING ? null : Debtor.ofPlant(cause).name();
  }
}
