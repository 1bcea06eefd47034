package org.kalepool.recordings;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.stellar.sdk.xdr.LedgerKey;
import org.stellar.sdk.xdr.XdrDataInputStream;

/** How many bytes a LedgerKey has that others follow. */
final class KeyLength {
  private KeyLength() {}

  static int of(ByteBuffer in) {
    byte[] rest = new byte[in.remaining()];
    in.get(rest);
    try (ByteArrayInputStream bytes = new ByteArrayInputStream(rest);
        DataInputStream counted = new DataInputStream(bytes)) {
      LedgerKey.decode(new XdrDataInputStream(counted));
      return rest.length - bytes.available();
    } catch (IOException e) {
      throw new RecordingException("no ledger key", e);
    }
  }
}
