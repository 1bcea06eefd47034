package org.kalepool.books;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.kalepool.block.Blocks;
import org.kalepool.books.ReconciliationRepository.Standing;
import org.kalepool.kale.Address;
import org.kalepool.stellar.Chain;
import org.kalepool.stellar.FarmerOnChain;
import org.kalepool.stellar.Holdings;
import org.kalepool.stellar.Transfers;
import org.kalepool.stellar.Transfers.Remembered;
import org.kalepool.stellar.Transfers.Transfer;
import org.kalepool.vault.Vault;
import org.kalepool.vault.Vaults;

/**
 * What was paid into vaults and out of them ({@link VaultEntries}).
 *
 * <p>Everything up to a ledger is booked together, with that ledger, so each payment once whatever
 * dies in between, and again after a restore.
 */
@ApplicationScoped
class VaultTransfers {
  /**
   * Payments that leave no difference are read so often: a node remembers 17 280 ledgers at least.
   */
  private static final long STALE_LEDGERS = 5_000;

  /** Ledgers may have closed faster than they do now. */
  private static final double PACE_MARGIN = 1.2;

  private static final long LEDGERS_MARGIN = 100;

  private final Transfers transfers;
  private final ToldTransferRepository told;
  private final Vaults vaults;
  private final VaultEntries entries;
  private final Chain chain;
  private final Blocks blocks;

  /** By vault what this process has last seen its books and the chain agree on. */
  private final Map<Address, Agreement> agreed = new ConcurrentHashMap<>();

  VaultTransfers(
      Transfers transfers,
      ToldTransferRepository told,
      Vaults vaults,
      VaultEntries entries,
      Chain chain,
      Blocks blocks) {
    this.transfers = transfers;
    this.told = told;
    this.vaults = vaults;
    this.entries = entries;
    this.chain = chain;
    this.blocks = blocks;
  }

  /** Those of whom that is not in the books yet. */
  List<UUID> untold() {
    return told.untold().stream()
        .flatMap(vault -> vaults.at(vault).stream())
        .map(Vault::farmer)
        .toList();
  }

  /**
   * That books and chain agree.
   *
   * @param settled the newest ledger that was in the books: of older ones, as a restore leaves
   *     them, it says nothing
   * @param ledger as of which
   */
  private record Agreement(long settled, long ledger) {
    private Agreement newer(Agreement other) {
      return other.ledger >= ledger ? other : this;
    }
  }

  /**
   * Notes that nothing is left to be told as of a ledger, so that a node whose memory begins after
   * that is good enough. In memory only: it is a reading for each ledger.
   */
  void agree(Standing books, long ledger) {
    if (books.settled() <= ledger) {
      agreed.merge(books.custodial(), new Agreement(books.settled(), ledger), Agreement::newer);
    }
  }

  /** A restored backup's books have never agreed, whatever those before did. */
  void doubt(Standing books) {
    agreed.remove(books.custodial());
  }

  /**
   * What has moved since it was last told.
   *
   * @param known the ledger up to which it was told
   * @param through the ledger up to which this tells it
   * @param kale in the vault as of that one, stroops
   * @param whole whether the node remembers all of it
   * @param all null if it remembers nothing
   */
  record Told(long known, long through, long kale, boolean whole, @Nullable List<Transfer> all) {
    boolean isRemembered() {
      return all != null;
    }

    /**
     * What is left of the vault's KALE beyond these books and all of this: by nature something of
     * which no node tells, if that is not all.
     */
    private long rest(Standing books) {
      long rest = Math.subtractExact(kale, books.custody());
      for (Transfer each : all == null ? List.<Transfer>of() : all) {
        long moved = each.amount().stroops();
        rest = Math.addExact(rest, each.into(books.custodial()) ? -moved : moved);
      }
      return rest;
    }
  }

  /**
   * Reads what has moved where it is needed: where books and chain differ, and where nobody has
   * looked for long.
   *
   * @return empty if it is not needed
   * @throws org.kalepool.stellar.RpcException if the node cannot be asked
   */
  Optional<Told> read(Standing books, FarmerOnChain on) {
    if (!books.vault()) {
      return Optional.empty();
    }
    Holdings held = on.holdings();
    long kale = held == null || held.kale() == null ? 0 : held.kale().stroops();
    boolean differs = books.custody() != kale || told.untold().contains(books.custodial());
    long known = told.of(books.custodial());
    if (!differs
        && (known == ToldTransferRepository.NEVER || on.ledger() - known < STALE_LEDGERS)) {
      return Optional.empty();
    }
    Agreement agree = agreed.get(books.custodial());
    if (agree != null && agree.settled() > books.settled()) {
      doubt(books);
      agree = null;
    }
    long from = known == ToldTransferRepository.NEVER ? firstLedger(books.farmer()) : known + 1;
    return Optional.of(told(books.custodial(), known, from, agree, on.ledger(), kale));
  }

  private Told told(
      Address vault, long known, long from, @Nullable Agreement agree, long through, long kale) {
    if (from > through) {
      return new Told(known, through, kale, true, List.of());
    }
    Remembered node = transfers.remembered(List.of(vault), from, through);
    if (node.since() <= from) {
      return new Told(known, through, kale, true, node.of(vault, known));
    }
    if (agree != null && agree.ledger() >= node.since() - 1) {
      return new Told(known, through, kale, true, node.of(vault, agree.ledger()));
    }
    boolean nothing = node.since() > through;
    return new Told(known, through, kale, false, nothing ? null : node.of(vault, known));
  }

  /** One that closed before the farmer came, as far as the ledgers' pace tells. */
  private long firstLedger(UUID farmer) {
    Instant born = told.registered(farmer);
    Blocks.Current now = blocks.current().orElseThrow();
    double seconds = Math.max(0, now.closeTime() - born.getEpochSecond());
    double ledgers = PACE_MARGIN * seconds / chain.terms().ledgerSeconds() + LEDGERS_MARGIN;
    return transfers.reach(Math.max(1, now.ledger() - (long) Math.ceil(ledgers)), born);
  }

  /**
   * Books what has moved, in the caller's database transaction, under the farmer's lock. Where the
   * node does not remember all of it, only if what it does leaves nothing to be missed: another
   * node may remember more.
   *
   * @return false, booking nothing, if others have told of it meanwhile
   */
  boolean book(Standing books, Told news) {
    List<Transfer> all = news.all();
    if (all == null || (!news.whole() && news.rest(books) < 0)) {
      return true;
    }
    Vault vault =
        vaults
            .find(books.farmer())
            .orElseThrow(() -> new IllegalStateException("no vault of " + books.farmer()));
    entries.hold(vault, all);
    if (!told.note(books.custodial(), false, news.known(), news.through())) {
      return false;
    }
    entries.book(books, vault, all);
    return true;
  }

  /** That nothing is left to be told, of what the node does not remember. */
  void forgotten(Standing books, Told news) {
    told.note(books.custodial(), false, news.known(), news.through());
  }
}
