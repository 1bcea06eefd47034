package org.kalepool.books;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.kale.Kale;
import org.kalepool.leader.Leader;
import org.kalepool.schedule.Sweep;
import org.kalepool.stellar.Chain;
import org.kalepool.stellar.Holdings;
import org.kalepool.stellar.RpcException;
import org.kalepool.stellar.Transfers;
import org.kalepool.stellar.Transfers.Transfer;
import org.kalepool.vault.Vault;
import org.kalepool.vault.Vaults;

/**
 * Follows the KALE of each pool contract, which is the bond that covers vaults: what vaults paid
 * into it and got out of it, what others brought, what its admin took. It is read from the
 * contract's own payments, and so holds against the vaults' books what they say of it.
 */
@ApplicationScoped
class VaultBonds implements Sweep {
  private static final Logger LOG = Logger.getLogger(VaultBonds.class);

  /** Some minutes: it is one request, and what a node forgets cannot be told apart any more. */
  private static final long STALE_LEDGERS = 60;

  private final Vaults vaults;
  private final Chain chain;
  private final Transfers transfers;
  private final VaultTransfers payments;
  private final ToldTransferRepository told;
  private final JournalRepository journal;
  private final AccountRepository accounts;
  private final Leader leader;

  VaultBonds(
      Vaults vaults,
      Chain chain,
      Transfers transfers,
      VaultTransfers payments,
      ToldTransferRepository told,
      JournalRepository journal,
      AccountRepository accounts,
      Leader leader) {
    this.vaults = vaults;
    this.chain = chain;
    this.transfers = transfers;
    this.payments = payments;
    this.told = told;
    this.journal = journal;
    this.accounts = accounts;
    this.leader = leader;
  }

  @Override
  public String name() {
    return "vault-bonds";
  }

  @Override
  public Duration every() {
    return Duration.ofMinutes(1);
  }

  @Override
  public void sweep() {
    contracts().forEach(this::look);
  }

  /** Vaults of a contract that another one has replaced pay it still. */
  private Set<Address> contracts() {
    Set<Address> contracts = new LinkedHashSet<>(told.bonds());
    if (vaults.offered()) {
      contracts.add(vaults.contract());
    }
    return contracts;
  }

  private void look(Address contract) {
    try {
      long missing = -compare(contract).orElse(0);
      if (missing > 0) {
        LOG.errorf(
            "the pool contract %s has %s KALE less than the books say, and nobody was paid it",
            contract, Kale.ofStroops(missing));
      }
    } catch (RpcException e) {
      LOG.debugf("the pool contract %s is not compared: %s", contract, e.getMessage());
    }
  }

  /**
   * Books what was paid to the pool contracts and by them.
   *
   * @return what is left, chain less books in stroops: zero, unless KALE has vanished without
   *     anybody having been paid it; empty if there is none, or nothing can be compared now
   * @throws RpcException if the node cannot be asked
   */
  OptionalLong compare() {
    OptionalLong left = OptionalLong.empty();
    for (Address contract : contracts()) {
      OptionalLong one = compare(contract);
      if (one.isPresent()) {
        left = OptionalLong.of(Math.addExact(left.orElse(0), one.getAsLong()));
      }
    }
    return left;
  }

  private OptionalLong compare(Address contract) {
    Holdings held = chain.holdings(List.of(contract)).get(contract);
    if (held == null || held.kale() == null) {
      return OptionalLong.empty();
    }
    long known = told.of(contract);
    if (held.ledger() < known) {
      return OptionalLong.empty();
    }
    long kale = held.kale().stroops();
    boolean differs = booked(contract) != kale;
    if (!differs
        && known != ToldTransferRepository.NEVER
        && held.ledger() - known < STALE_LEDGERS) {
      return OptionalLong.of(0);
    }
    @Nullable List<Transfer> paid = since(contract, known, held.ledger());
    return QuarkusTransaction.requiringNew().call(() -> book(contract, known, held, kale, paid));
  }

  /** What it had before it was first looked at is not told apart. */
  private @Nullable List<Transfer> since(Address contract, long known, long through) {
    return known == ToldTransferRepository.NEVER
        ? null
        : transfers
            .of(List.of(contract), Math.min(known + 1, through), through)
            .map(all -> all.getOrDefault(contract, List.of()))
            .orElse(null);
  }

  private OptionalLong book(
      Address contract, long known, Holdings held, long kale, @Nullable List<Transfer> paid) {
    leader.hold();
    if (!told.note(contract, true, known, held.ledger())) {
      return OptionalLong.empty();
    }
    if (paid != null) {
      paid.stream().filter(each -> each.ledger() > known).forEach(each -> book(contract, each));
    }
    long rest = Math.subtractExact(kale, booked(contract));
    if (rest > 0 || paid == null) {
      Entry entry =
          Entry.of(
              "vault-bond/" + contract + "/ledger " + held.ledger(),
              "vault-bond",
              null,
              null,
              paid == null ? "of which no node tells" : "issued to the pool contract");
      Kale amount = Kale.ofStroops(Math.abs(rest));
      journal.write(
          rest > 0
              ? entry.move(
                  Accounts.vaultBondDeposits(contract), Accounts.vaultBond(contract), amount)
              : entry.move(
                  Accounts.vaultBond(contract), Accounts.vaultBondDeposits(contract), amount));
      rest = 0;
    }
    return OptionalLong.of(rest);
  }

  private void book(Address contract, Transfer paid) {
    boolean in = paid.into(contract);
    Address other = in ? paid.from() : paid.to();
    Optional<Vault> vault = other == null ? Optional.empty() : vaults.at(other);
    vault.ifPresent(it -> payments.paid(it, paid.ledger()));
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

  private long booked(Address contract) {
    String account = Accounts.vaultBond(contract);
    Map<String, Long> balances =
        QuarkusTransaction.joiningExisting().call(() -> accounts.balances(List.of(account)));
    return balances.getOrDefault(account, 0L);
  }
}
