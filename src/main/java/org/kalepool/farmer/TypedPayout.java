package org.kalepool.farmer;

import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.kale.Destination;
import org.kalepool.kale.Memo;
import org.kalepool.web.Checks;

/**
 * A payout wallet as somebody has written it.
 *
 * @param wallet null if it was left out
 */
record TypedPayout(@Nullable String wallet, @Nullable String memo, @Nullable String memoType) {
  private static final String WALLET = "payout_wallet";
  private static final String MEMO = "payout_memo";

  /** Notes what its fields tell to be wrong. */
  void check(Checks checks) {
    if (wallet != null && wallet.startsWith("M")) {
      checks.readable(
          WALLET, wallet, "is no valid muxed address (M…): ", text -> Destination.of(text, null));
      if (memo != null) {
        checks.add(MEMO, "must be left out with a muxed address (M…), which has a number instead");
      }
      return;
    }
    if (checks.readable(WALLET, wallet, "is no valid account address (G…): ", Address::of)
        && Address.of(String.valueOf(wallet)).isContract()
        && memo != null) {
      checks.add(MEMO, "must be left out with a contract (C…), whose payments have none");
    }
    if (memo == null && memoType != null) {
      checks.add(MEMO, Checks.MISSING);
    } else if (memoType == null
        || checks.readable("payout_memo_type", memoType, "", Memo.Kind::of)) {
      checks.readable(MEMO, memo, "is not valid: ", text -> new Memo(kind(), text));
    }
  }

  /** Notes why it cannot own a vault, beside what its fields tell to be wrong. */
  void checkOwner(Checks checks) {
    if (wallet != null && wallet.startsWith("M")) {
      checks.add(
          WALLET,
          "must be an account (G…) or a contract (C…) of your own with a vault: its owner signs");
    }
    if (memo != null) {
      checks.add(
          MEMO, "must be left out with a vault: an exchange cannot own one, its owner has to sign");
    }
  }

  private Memo.Kind kind() {
    return memoType == null ? Memo.Kind.TEXT : Memo.Kind.of(memoType);
  }

  /** Once nothing is wrong. */
  Destination destination() {
    return Destination.of(String.valueOf(wallet), memo == null ? null : new Memo(kind(), memo));
  }
}
