package org.kalepool.books;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;

/**
 * A journal entry being put together.
 *
 * @param key its natural key: a second entry of the same key is not written
 * @param kind one word for statements
 */
record Entry(
    String key,
    String kind,
    @Nullable UUID farmer,
    @Nullable Long block,
    @Nullable Long transaction,
    String memo,
    List<Line> lines) {

  /** One account's change in stroops. */
  record Line(String account, String asset, long amount) {}

  static Entry of(
      String key, String kind, @Nullable UUID farmer, @Nullable Long block, String memo) {
    return new Entry(key, kind, farmer, block, null, memo, new ArrayList<>());
  }

  /**
   * What a transaction cost, or a deed's share of that.
   *
   * @param place of the deed among those that share it
   */
  static Entry fee(
      long transaction, int place, @Nullable UUID farmer, @Nullable Long block, String memo) {
    String key = "fee/" + transaction + (place == 0 ? "" : "/" + place);
    return new Entry(key, "fee", farmer, block, transaction, memo, new ArrayList<>());
  }

  /** Moves an amount from one account to another; nothing if it is zero. */
  Entry move(String from, String to, Kale amount) {
    return move(from, to, "KALE", amount.stroops());
  }

  /** Moves an amount from one account to another; nothing if it is zero. */
  Entry move(String from, String to, Xlm amount) {
    return move(from, to, "XLM", amount.stroops());
  }

  private Entry move(String from, String to, String asset, long amount) {
    if (amount < 0) {
      throw new IllegalArgumentException(key + ": an amount cannot be negative: " + amount);
    }
    if (amount > 0) {
      lines.add(new Line(from, asset, -amount));
      lines.add(new Line(to, asset, amount));
    }
    return this;
  }
}
