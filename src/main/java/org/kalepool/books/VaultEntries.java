package org.kalepool.books;

import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;
import org.kalepool.books.ReconciliationRepository.Standing;
import org.kalepool.books.VaultPaymentRepository.Payment;
import org.kalepool.kale.Address;
import org.kalepool.kale.Kale;
import org.kalepool.stellar.Transfers.Transfer;
import org.kalepool.vault.Vault;

/**
 * The entries of what was paid into vaults and out of them, told apart by who has paid whom: the
 * pool contract takes the pool's share and what it gets back of a cover, and pays covers; all else
 * that comes in its owner has brought, and all else that goes out its owner has taken.
 */
@Singleton
final class VaultEntries {
  private final BondEntries bonds;
  private final JournalRepository journal;
  private final AccountRepository accounts;
  private final SettledLedgerRepository settled;

  VaultEntries(
      BondEntries bonds,
      JournalRepository journal,
      AccountRepository accounts,
      SettledLedgerRepository settled) {
    this.bonds = bonds;
    this.journal = journal;
    this.accounts = accounts;
    this.settled = settled;
  }

  /** Holds what {@link #book} concerns beside the farmer, in the caller's database transaction. */
  void hold(Vault vault, List<Transfer> paid) {
    if (paid.stream().anyMatch(each -> isWithPool(vault, each))) {
      bonds.hold(vault.contract());
    }
  }

  /** Books it in the caller's database transaction, in this order. */
  void book(Standing books, Vault vault, List<Transfer> paid) {
    for (Transfer each : paid) {
      book(books, vault, each);
      settled.note(books.farmer(), each.ledger());
    }
  }

  private static boolean isWithPool(Vault vault, Transfer paid) {
    return vault.contract().equals(paid.into(vault.address()) ? paid.from() : paid.to());
  }

  private void book(Standing books, Vault vault, Transfer paid) {
    UUID farmer = books.farmer();
    boolean in = paid.into(vault.address());
    Address other = in ? paid.from() : paid.to();
    boolean pool = isWithPool(vault, paid);
    String kind = in ? (pool ? "covered" : "deposit") : pool ? "settled" : "withdrawn";
    String whom = other == null ? "a balance that anybody can claim" : other.text();
    Entry entry =
        Entry.of(
            "transfer/" + farmer + "/" + paid.transaction().hex() + "/" + paid.place(),
            kind,
            farmer,
            null,
            (in ? "KALE from " : "KALE to ") + whom + " by " + paid.transaction().hex());
    if (!pool) {
      journal.write(
          in
              ? entry.move(Accounts.deposits(farmer), Accounts.custody(farmer), paid.amount())
              : entry.move(Accounts.custody(farmer), Accounts.payout(farmer), paid.amount()));
    } else if (journal.write(in ? covered(entry, farmer, paid) : settled(entry, books, paid))) {
      Kale kale = in ? paid.amount().negate() : paid.amount();
      bonds.toldByVault(
          vault.contract(),
          new Payment(farmer, paid.transaction(), paid.place(), paid.ledger(), kale));
    }
  }

  private static Entry covered(Entry entry, UUID farmer, Transfer paid) {
    return entry.move(Accounts.cover(farmer), Accounts.custody(farmer), paid.amount());
  }

  private Entry settled(Entry entry, Standing books, Transfer paid) {
    UUID farmer = books.farmer();
    Kale repaid = lent(farmer).min(paid.amount());
    return entry
        .move(Accounts.custody(farmer), Accounts.cover(farmer), repaid)
        .move(
            Accounts.custody(farmer),
            Accounts.poolerShare(farmer, books.pooler()),
            paid.amount().minus(repaid));
  }

  /** What was paid as a cover and has not come back: the contract takes that first of a gain. */
  private Kale lent(UUID farmer) {
    String account = Accounts.cover(farmer);
    return Kale.ofStroops(-accounts.balances(List.of(account)).getOrDefault(account, 0L));
  }
}
