package org.kalepool.books;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Hash;

/** Payouts of what was earned as journal entries, each with a row of its own. */
@ApplicationScoped
class BookedEarnings implements Earnings {
  private final EarnedPayoutRepository store;
  private final JournalRepository journal;
  private final SettledLedgerRepository settled;

  BookedEarnings(
      EarnedPayoutRepository store, JournalRepository journal, SettledLedgerRepository settled) {
    this.store = store;
    this.journal = journal;
    this.settled = settled;
  }

  @Override
  public List<Terms> of(UUID farmer) {
    return asOf(farmer, Long.MAX_VALUE);
  }

  @Override
  @Transactional
  public List<Terms> asOf(UUID farmer, long ledger) {
    return store.terms(farmer, ledger);
  }

  @Override
  @Transactional
  public Set<Hash> paid(UUID farmer) {
    return store.hashes(farmer);
  }

  @Override
  @Transactional
  public void paid(
      UUID farmer, EarnedSplit split, @Nullable Long transaction, Hash hash, long ledger) {
    if (store.isBooked(hash)) {
      return;
    }
    settled.note(farmer, ledger);
    Entry entry =
        Entry.of(
            "earned-payout/" + farmer + "/" + hash.hex(),
            "payout",
            farmer,
            null,
            "paid out of what was earned, transaction " + hash.hex());
    // in one order, in which nobody waits for another who waits for it
    split.parts().stream()
        .sorted(Comparator.comparing(EarnedSplit.Part::pooler))
        .forEach(
            part ->
                entry
                    .move(
                        Accounts.custody(farmer),
                        Accounts.poolerShare(farmer, part.pooler()),
                        part.toPooler())
                    .move(
                        Accounts.owed(farmer, part.pooler()),
                        Accounts.poolerDebt(part.pooler()),
                        part.settled()));
    journal.write(entry.move(Accounts.custody(farmer), Accounts.payout(farmer), split.toFarmer()));
    store.paid(farmer, split, transaction, hash, ledger);
  }
}
