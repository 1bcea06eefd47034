package org.kalepool.lab.sandbox.ledger;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What keeping contracts' entries costs: those that are new, longer, or live longer than before.
 */
public final class Rent {
  /**
   * One entry before and after.
   *
   * @param code whether it is a contract's code, which pays a third
   * @param oldSize 0 where it is new
   * @param oldUntil 0 where it is new
   */
  public record Part(
      boolean temporary, boolean code, int oldSize, int newSize, long oldUntil, long newUntil) {

    boolean costs() {
      return oldUntil < newUntil || oldSize < newSize;
    }
  }

  private static final long CODE_DISCOUNT = 3;

  private Rent() {}

  /**
   * What is to be paid for in an entry that a call has left.
   *
   * @param before null where there was none, or only an archived one that is restored
   * @param after what is there now
   */
  public static Part part(Key key, @Nullable StoredEntry before, StoredEntry after) {
    return new Part(
        key.temporary(),
        key instanceof Key.Code,
        before == null ? 0 : CodeSize.forRent(key, before),
        CodeSize.forRent(key, after),
        before == null ? 0 : before.liveUntil(),
        after.liveUntil());
  }

  /**
   * The rent of all parts together.
   *
   * @return stroops
   */
  public static long fee(List<Part> parts, FeeRates rates, long ledger) {
    long fee = 0;
    int lives = 0;
    for (Part part : parts) {
      if (part.costs()) {
        fee += fee(part, rates, ledger);
        lives += part.oldUntil() < part.newUntil() ? 1 : 0;
      }
    }
    return fee + rates.lives(lives);
  }

  private static long fee(Part part, FeeRates rates, long ledger) {
    boolean isNew = part.oldSize() == 0 && part.oldUntil() == 0;
    long paid = isNew ? ledger - 1 : part.oldUntil();
    long fee = 0;
    if (part.newUntil() > paid) {
      fee += rates.rent(part.temporary(), part.newSize(), part.newUntil() - paid);
    }
    if (!isNew && part.newSize() > part.oldSize() && part.oldUntil() >= ledger) {
      int growth = part.newSize() - part.oldSize();
      fee += rates.rent(part.temporary(), growth, part.oldUntil() - ledger + 1);
    }
    return part.code() ? Math.ceilDiv(fee, CODE_DISCOUNT) : fee;
  }
}
