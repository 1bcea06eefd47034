package org.kalepool.books;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.kalepool.books.VaultPaymentRepository.Payment;
import org.kalepool.kale.Address;
import org.kalepool.kale.Kale;
import org.kalepool.stellar.Transfers.Transfer;
import org.kalepool.vault.Vault;
import org.kalepool.vault.Vaults;

/**
 * The entries of a pool contract's books. What no node tells of it the books of vaults tell, by
 * their own payments: what these paid in such ledgers is theirs, whichever of the two is read
 * first, and all else others brought or took.
 */
@Singleton
final class BondEntries {
  private final Vaults vaults;
  private final ToldTransferRepository told;
  private final VaultPaymentRepository payments;
  private final JournalRepository journal;
  private final AccountRepository accounts;

  BondEntries(
      Vaults vaults,
      ToldTransferRepository told,
      VaultPaymentRepository payments,
      JournalRepository journal,
      AccountRepository accounts) {
    this.vaults = vaults;
    this.told = told;
    this.payments = payments;
    this.journal = journal;
    this.accounts = accounts;
  }

  /**
   * What was paid to a pool contract and by it.
   *
   * @param known the ledger up to which it was told before
   * @param after the ledger after which this tells it; between the two no node does
   * @param through the ledger up to which this tells it
   * @param certain whether books and chain are known to have agreed as of {@code after}
   */
  record News(
      Address contract,
      long known,
      long after,
      long through,
      boolean certain,
      List<Transfer> paid) {}

  /** KALE that the contract has by the books, stroops. */
  long booked(Address contract) {
    String account = Accounts.vaultBond(contract);
    Map<String, Long> balances =
        QuarkusTransaction.joiningExisting().call(() -> accounts.balances(List.of(account)));
    return balances.getOrDefault(account, 0L);
  }

  /**
   * Books it, in the caller's database transaction.
   *
   * @param kale what the contract has as of the last ledger, stroops
   * @return what is left, chain less books in stroops: zero, unless KALE has vanished without
   *     anybody having been paid it; empty, booking nothing, if others have told of it meanwhile
   */
  Optional<Long> book(News news, long kale) {
    Address contract = news.contract();
    if (!told.note(contract, true, news.known(), news.through())) {
      return Optional.empty();
    }
    news.paid().forEach(each -> book(contract, each));
    if (news.after() > news.known()) {
      payments.untold(contract, news.known(), news.after());
      payments.kept(contract, news.after()).forEach(each -> ofVault(contract, each));
    }
    payments.drop(contract, news.through());
    long rest = Math.subtractExact(kale, booked(contract));
    if (rest < 0 && news.certain()) {
      return Optional.of(rest);
    }
    Entry entry =
        Entry.of(
            "vault-bond/" + contract + "/ledger " + news.through(),
            "vault-bond",
            null,
            null,
            news.certain() ? "issued to the pool contract" : "of which no node tells");
    String bond = Accounts.vaultBond(contract);
    String others = Accounts.vaultBondDeposits(contract);
    Kale amount = Kale.ofStroops(Math.abs(rest));
    journal.write(rest > 0 ? entry.move(others, bond, amount) : entry.move(bond, others, amount));
    return Optional.of(0L);
  }

  private void book(Address contract, Transfer paid) {
    boolean in = paid.into(contract);
    Address other = in ? paid.from() : paid.to();
    Optional<Vault> vault = other == null ? Optional.empty() : vaults.at(other);
    vault.ifPresent(it -> told.hear(it.address(), paid.ledger()));
    String source =
        vault.isPresent() ? Accounts.vaultShares(contract) : Accounts.vaultBondDeposits(contract);
    Entry entry =
        Entry.of(
            "vault-bond/" + contract + "/" + paid.transaction().hex() + "/" + paid.place(),
            "vault-bond",
            null,
            null,
            (in ? "KALE from " : "KALE to ") + other + " by " + paid.transaction().hex());
    String bond = Accounts.vaultBond(contract);
    journal.write(
        in ? entry.move(source, bond, paid.amount()) : entry.move(bond, source, paid.amount()));
  }

  /**
   * Holds a pool contract's books as they are until the caller's database transaction ends. To be
   * called before anything of the vault's own is locked that {@link #book} locks, too.
   */
  void hold(Address contract) {
    told.hold(contract);
  }

  /** A vault's own books have it; the contract's are held. In the caller's database transaction. */
  void toldByVault(Address contract, Payment payment) {
    if (payment.ledger() > told.of(contract)) {
      payments.keep(contract, payment);
    } else if (payments.isUntold(contract, payment.ledger())) {
      ofVault(contract, payment);
    }
  }

  /** Where no node told it, it is among what others brought or took. */
  private void ofVault(Address contract, Payment payment) {
    Entry entry =
        Entry.of(
            "vault-bond/%s/%s/%s/%d"
                .formatted(
                    contract, payment.farmer(), payment.transaction().hex(), payment.place()),
            "vault-bond",
            null,
            null,
            "by the vault's books, by " + payment.transaction().hex());
    String shares = Accounts.vaultShares(contract);
    String others = Accounts.vaultBondDeposits(contract);
    Kale kale = payment.kale();
    journal.write(
        kale.isNegative()
            ? entry.move(others, shares, kale.negate())
            : entry.move(shares, others, kale));
  }
}
