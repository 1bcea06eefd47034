package org.kalepool.stellar.xdr;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.stellar.sdk.xdr.ContractEvent;
import org.stellar.sdk.xdr.LedgerEntry;
import org.stellar.sdk.xdr.LedgerKey;
import org.stellar.sdk.xdr.SCVal;
import org.stellar.sdk.xdr.XdrDataInputStream;

/**
 * What a contract call returned, out of its transaction's TransactionMeta. Read here and not by the
 * SDK, which does not know version 4.
 */
public final class ReturnedValue {
  private static final int REMOVED = 2;

  /** Created, updated, removed, state, restored. */
  private static final int CHANGE_KINDS = 5;

  private ReturnedValue() {}

  /**
   * What a transaction's call has returned.
   *
   * @param meta of version 3 or 4
   * @throws XdrException if it cannot be read, or says of no value
   */
  public static SCVal of(@Nullable String meta) {
    return Xdr.readFirst("a transaction's meta", meta, ReturnedValue::read);
  }

  private static SCVal read(XdrDataInputStream in) throws IOException {
    int version = in.readInt();
    if (version != 3 && version != 4) {
      throw new XdrException("a transaction's meta of version " + version);
    }
    in.readInt();
    skipChanges(in);
    int operations = count(in);
    for (int i = 0; i < operations; i++) {
      if (version == 4) {
        in.readInt();
      }
      skipChanges(in);
      if (version == 4) {
        skipEvents(in);
      }
    }
    skipChanges(in);
    if (in.readInt() == 0) {
      throw new XdrException("a transaction's meta without a contract's part");
    }
    if (in.readInt() != 0) {
      in.readInt();
      in.readLong();
      in.readLong();
      in.readLong();
    }
    if (version == 3) {
      skipEvents(in);
    } else if (in.readInt() == 0) {
      throw new XdrException("a transaction's meta without a returned value");
    }
    return SCVal.decode(in);
  }

  private static void skipChanges(XdrDataInputStream in) throws IOException {
    int changes = count(in);
    for (int i = 0; i < changes; i++) {
      int kind = in.readInt();
      if (kind < 0 || kind >= CHANGE_KINDS) {
        throw new XdrException("a change of an unknown kind: " + kind);
      }
      if (kind == REMOVED) {
        LedgerKey.decode(in);
      } else {
        LedgerEntry.decode(in);
      }
    }
  }

  private static void skipEvents(XdrDataInputStream in) throws IOException {
    int events = count(in);
    for (int i = 0; i < events; i++) {
      ContractEvent.decode(in);
    }
  }

  private static int count(XdrDataInputStream in) throws IOException {
    int count = in.readInt();
    if (count < 0) {
      throw new XdrException("a negative length");
    }
    return count;
  }
}
