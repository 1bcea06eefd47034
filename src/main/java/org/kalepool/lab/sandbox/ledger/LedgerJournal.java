package org.kalepool.lab.sandbox.ledger;

import java.util.List;

/** Where closed ledgers are written down before anybody hears of them. */
public interface LedgerJournal {
  LedgerJournal NONE =
      new LedgerJournal() {
        @Override
        public void closed(ClosedLedger ledger, List<Change> changes) {
          // lives in memory only
        }

        @Override
        public void granted(long ledger, List<Change> changes) {
          // lives in memory only
        }
      };

  void closed(ClosedLedger ledger, List<Change> changes);

  /** Changes that the sandbox's owner made after this ledger. */
  void granted(long ledger, List<Change> changes);
}
