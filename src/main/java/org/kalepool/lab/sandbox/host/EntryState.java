package org.kalepool.lab.sandbox.host;

import java.util.Arrays;

/**
 * What is stored under a key.
 *
 * @param data LedgerEntryData as XDR; not to be changed
 * @param liveUntil the last ledger that it lives in, 0 for classic entries
 */
public record EntryState(byte[] data, long liveUntil) {
  EntryState until(long ledger) {
    return new EntryState(data, ledger);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof EntryState(byte[] otherData, long otherLiveUntil)
        && Arrays.equals(data, otherData)
        && liveUntil == otherLiveUntil;
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(data) + Long.hashCode(liveUntil);
  }
}
