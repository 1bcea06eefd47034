package org.kalepool.kale;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Where money is paid to: an account, and what its owner, such as an exchange, tells its customers
 * apart by.
 *
 * @param account an account, or a contract
 * @param id the number in a muxed address (M…), unsigned; null if it is none
 * @param memo null if none is needed
 */
public record Destination(Address account, @Nullable Long id, @Nullable Memo memo) {
  private static final int MUXED_LENGTH = 40;

  public Destination {
    if (id != null && memo != null) {
      throw new IllegalArgumentException("a muxed address (M…) needs no memo: it has its number");
    }
    if (id != null && !account.isAccount()) {
      throw new IllegalArgumentException("only an account can be muxed");
    }
  }

  /** An account of the receiver's own. */
  public static Destination of(Address account) {
    return new Destination(account, null, null);
  }

  /**
   * Reads {@code G…}, {@code C…} or {@code M…} (SEP-23).
   *
   * @throws IllegalArgumentException if it is none of them
   */
  public static Destination of(String text, @Nullable Memo memo) {
    if (!text.startsWith("M")) {
      return new Destination(Address.of(text), null, memo);
    }
    byte[] raw = StrKey.decode(text, MUXED_LENGTH);
    if ((raw[0] & 0xff) != StrKey.MUXED) {
      throw new IllegalArgumentException("not a muxed address (M…)");
    }
    ByteBuffer bytes = ByteBuffer.wrap(raw, 1, MUXED_LENGTH);
    byte[] key = new byte[32];
    bytes.get(key);
    return new Destination(Address.account(key), bytes.getLong(), memo);
  }

  /** Whether the account is somebody else's who must tell that this is the receiver's. */
  public boolean isShared() {
    return id != null || memo != null;
  }

  /** The address as it was given: {@code G…}, {@code C…} or {@code M…}. */
  public String text() {
    if (id == null) {
      return account.text();
    }
    byte[] payload = ByteBuffer.allocate(MUXED_LENGTH).put(account.bytes()).putLong(id).array();
    return StrKey.encode(StrKey.MUXED, payload);
  }
}
