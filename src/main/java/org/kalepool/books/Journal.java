package org.kalepool.books;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.kalepool.block.Blocks;
import org.kalepool.books.ReconciliationRepository.Standing;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;
import org.kalepool.stellar.Holdings;
import org.kalepool.stellar.Receipts;
import org.kalepool.vault.Vaults;

/** The books as journal entries. */
@ApplicationScoped
class Journal implements Books {
  private final JournalRepository store;
  private final AccountRepository accounts;
  private final SettledLedgerRepository settled;
  private final ReconciliationRepository standings;
  private final UnseenFeeRepository unseen;
  private final Blocks blocks;
  private final Vaults vaults;
  private final DepositRepository deposits;

  Journal(
      JournalRepository store,
      AccountRepository accounts,
      SettledLedgerRepository settled,
      ReconciliationRepository standings,
      UnseenFeeRepository unseen,
      Blocks blocks,
      Vaults vaults,
      DepositRepository deposits) {
    this.store = store;
    this.accounts = accounts;
    this.settled = settled;
    this.standings = standings;
    this.unseen = unseen;
    this.blocks = blocks;
    this.vaults = vaults;
    this.deposits = deposits;
  }

  @Override
  @Transactional
  public void deposited(UUID farmer, Kale amount, long ledger, String key) {
    seen(
        farmer,
        Receipts.Asset.KALE,
        amount.stroops(),
        ledger,
        deposit(farmer, Receipts.Asset.KALE, key)
            .move(Accounts.deposits(farmer), Accounts.custody(farmer), amount));
  }

  @Override
  @Transactional
  public void depositedXlm(UUID farmer, Xlm amount, long ledger, String key) {
    seen(
        farmer,
        Receipts.Asset.XLM,
        amount.stroops(),
        ledger,
        deposit(farmer, Receipts.Asset.XLM, key)
            .move(Accounts.xlmDeposits(farmer), Accounts.xlm(farmer), amount));
  }

  private static Entry deposit(UUID farmer, Receipts.Asset asset, String key) {
    return Entry.of(
        Deposits.key(farmer, asset, key), "deposit", farmer, null, Deposits.memo(asset, key));
  }

  /** Who has paid it is asked later: see {@link DepositPayments}. */
  private void seen(UUID farmer, Receipts.Asset asset, long stroops, long ledger, Entry entry) {
    long before = settled.of(farmer);
    settled.note(farmer, ledger);
    if (store.write(entry)) {
      deposits.seen(entry.key(), farmer, asset, stroops, ledger, before);
    }
  }

  @Override
  @Transactional
  public void arrived(UUID farmer, Holdings seen) {
    long closed = blocks.current().map(current -> current.index() - 1).orElse(Long.MAX_VALUE);
    Standing now = standings.locked(farmer, closed);
    if (now.vault() || !now.idle() || now.settled() > seen.ledger() || !now.pails().isEmpty()) {
      return;
    }
    long kale = Math.subtractExact(seen.kale() == null ? 0 : seen.kale().stroops(), now.custody());
    long xlm = Math.subtractExact(seen.xlm().stroops(), now.xlm());
    String key = "ledger " + seen.ledger();
    // less a stake that nobody saw burn, it would be too little: the comparison finds that out
    if (kale > 0 && unseen.plants(now.custodial()).isEmpty()) {
      deposited(farmer, Kale.ofStroops(kale), seen.ledger(), key);
    }
    if (xlm > 0) {
      depositedXlm(farmer, Xlm.ofStroops(xlm), seen.ledger(), key);
      unseen.paidByDeposit(farmer, now.custodial(), seen.sequence(), seen.ledger());
    }
  }

  @Override
  @Transactional
  public void planted(UUID farmer, long block, Kale stake, long ledger) {
    planted(List.of(new Planted(farmer, block, stake)), ledger);
  }

  @Override
  @Transactional
  public void planted(List<Planted> all, long ledger) {
    settled.note(all.stream().map(Planted::farmer).toList(), ledger);
    store.write(all.stream().map(Journal::entry).toList());
  }

  private static Entry entry(Planted pail) {
    UUID farmer = pail.farmer();
    String key = "planted/" + farmer + "/" + pail.block();
    return Entry.of(key, "planted", farmer, pail.block(), "stake burned")
        .move(Accounts.custody(farmer), Accounts.pail(farmer), pail.stake());
  }

  @Override
  @Transactional
  public void harvested(UUID farmer, long block, Kale stake, Kale reward, long ledger) {
    harvested(List.of(new Harvested(farmer, block, stake, reward)), ledger);
  }

  @Override
  @Transactional
  public void harvested(List<Harvested> all, long ledger) {
    settled.note(all.stream().map(Harvested::farmer).toList(), ledger);
    store.write(all.stream().map(Journal::entry).toList());
  }

  private static Entry entry(Harvested pail) {
    UUID farmer = pail.farmer();
    String key = "harvested/" + farmer + "/" + pail.block();
    return Entry.of(key, "harvested", farmer, pail.block(), "stake back, and the reward")
        .move(Accounts.pail(farmer), Accounts.custody(farmer), pail.stake())
        .move(Accounts.rewards(farmer), Accounts.custody(farmer), pail.reward());
  }

  @Override
  @Transactional
  public void forfeited(
      UUID farmer, UUID pooler, long block, Kale stake, boolean owed, String cause) {
    Entry entry =
        Entry.of("forfeited/" + farmer + "/" + block, "forfeited", farmer, block, cause)
            .move(Accounts.pail(farmer), Accounts.forfeits(farmer), stake);
    // what a vault lost the contract makes good: of later gains, and of its cover
    boolean compensated = owed && vaults.find(farmer).isEmpty();
    if (compensated) {
      entry.move(Accounts.poolerDebt(pooler), Accounts.owed(farmer, pooler), stake);
    }
    if (store.write(entry) && compensated) {
      store.compensate(pooler, farmer, block, stake, cause);
    }
  }

  @Override
  @Transactional
  public void split(UUID farmer, UUID pooler, Address wallet, Payout payout) {
    payOut(
        Entry.of("split/" + farmer, "split", farmer, null, "paid out"),
        farmer,
        pooler,
        wallet,
        payout);
  }

  @Override
  @Transactional
  public void passedOn(
      UUID farmer,
      UUID pooler,
      Address wallet,
      Payout payout,
      String transaction,
      @Nullable Hash hash) {
    String key = "late/" + farmer + "/" + transaction;
    payOut(
        Entry.of(
            key,
            "late",
            farmer,
            null,
            "passed on, arrived late" + (hash == null ? "" : ", by " + hash.hex())),
        farmer,
        pooler,
        wallet,
        payout);
  }

  private void payOut(Entry entry, UUID farmer, UUID pooler, Address wallet, Payout payout) {
    String purse = Accounts.poolXlm(wallet.text());
    Xlm advanced = position(farmer).advanced();
    Xlm waived = advanced.minus(payout.advance()).max(Xlm.ZERO);
    // given for the fee of this payout itself, which the wallet that carries it has paid
    Xlm charged = payout.advance().minus(advanced).max(Xlm.ZERO);
    // in one order, in which nobody waits for another who waits for it
    List<PoolerPayout> poolers =
        payout.poolers().stream().sorted(Comparator.comparing(PoolerPayout::pooler)).toList();
    for (PoolerPayout part : poolers) {
      UUID with = part.pooler();
      entry
          .move(Accounts.custody(farmer), Accounts.poolerShare(farmer, with), part.toPooler())
          .move(Accounts.poolerPaid(with), Accounts.payout(farmer), part.fromPooler())
          .move(Accounts.owed(farmer, with), Accounts.poolerDebt(with), part.settled());
    }
    store.write(
        entry
            .move(Accounts.custody(farmer), Accounts.payout(farmer), payout.toFarmer())
            .move(Accounts.xlm(farmer), Accounts.xlmPayout(farmer), payout.xlmToFarmer())
            .move(Accounts.xlm(farmer), Accounts.claimReserve(farmer), payout.claimReserve())
            .move(Accounts.xlm(farmer), purse, payout.advance().plus(payout.xlmDebt()))
            .move(Accounts.poolFees(wallet.text()), Accounts.advanced(farmer), charged)
            .move(Accounts.advanced(farmer), Accounts.fees(farmer), payout.advance())
            .move(Accounts.advanced(farmer), Accounts.poolFees(wallet.text()), waived)
            .move(Accounts.poolerXlmDebt(pooler), Accounts.xlmOwed(farmer), payout.xlmDebt()));
  }

  @Override
  @Transactional
  public void debtPaid(UUID farmer, UUID pooler, Address wallet, Repaid repaid, Hash hash) {
    Long late = repaid.late();
    String purse = Accounts.poolXlm(wallet.text());
    Xlm xlm = repaid.xlm().plus(repaid.claimReserve());
    store.write(
        Entry.of(
                "debt/" + farmer + "/" + pooler + (late == null ? "" : "/late/" + late),
                "debt",
                farmer,
                null,
                "what was still owed, paid by " + hash.hex())
            .move(Accounts.poolerPaid(pooler), Accounts.payout(farmer), repaid.kale())
            .move(Accounts.owed(farmer, pooler), Accounts.poolerDebt(pooler), repaid.kale())
            .move(
                Accounts.bond(pooler),
                Accounts.bondDeposits(pooler),
                repaid.ofBond() ? repaid.kale() : Kale.ZERO)
            .move(purse, Accounts.xlmPayout(farmer), repaid.xlm())
            .move(purse, Accounts.claimReserve(farmer), repaid.claimReserve())
            .move(Accounts.xlmOwed(farmer), Accounts.poolerXlmDebt(pooler), xlm));
  }

  @Override
  @Transactional
  public void bondDeposited(UUID pooler, Kale amount, long ledger) {
    store.write(
        Entry.of("bond/" + pooler + "/ledger " + ledger, "bond", null, null, "bond noticed")
            .move(Accounts.bondDeposits(pooler), Accounts.bond(pooler), amount));
  }

  @Override
  @Transactional
  public void bondReturned(UUID pooler, Kale amount, String transaction) {
    store.write(
        Entry.of("bond-back/" + pooler + "/" + transaction, "bond", null, null, "bond given back")
            .move(Accounts.bond(pooler), Accounts.bondDeposits(pooler), amount));
  }

  @Override
  public long settledLedger(UUID farmer) {
    return settled.of(farmer);
  }

  @Override
  @Transactional
  public Position position(UUID farmer) {
    Map<String, Long> balances =
        accounts.balances(
            List.of(
                Accounts.deposits(farmer),
                Accounts.rewards(farmer),
                Accounts.forfeits(farmer),
                Accounts.custody(farmer),
                Accounts.pail(farmer),
                Accounts.xlmDeposits(farmer),
                Accounts.fees(farmer),
                Accounts.xlm(farmer),
                Accounts.payout(farmer),
                Accounts.advanced(farmer)));
    return new Position(
        kale(balances, Accounts.deposits(farmer)).negate(),
        kale(balances, Accounts.rewards(farmer)).negate(),
        kale(balances, Accounts.forfeits(farmer)),
        kale(balances, Accounts.custody(farmer)),
        kale(balances, Accounts.pail(farmer)),
        xlm(balances, Accounts.xlmDeposits(farmer)).negate(),
        xlm(balances, Accounts.fees(farmer)),
        xlm(balances, Accounts.xlm(farmer)),
        kale(balances, Accounts.payout(farmer)),
        accounts.parts(farmer),
        xlm(balances, Accounts.advanced(farmer)));
  }

  private static Kale kale(Map<String, Long> balances, String account) {
    return Kale.ofStroops(balances.getOrDefault(account, 0L));
  }

  private static Xlm xlm(Map<String, Long> balances, String account) {
    return Xlm.ofStroops(balances.getOrDefault(account, 0L));
  }
}
