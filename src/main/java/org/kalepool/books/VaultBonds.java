package org.kalepool.books;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import org.kalepool.books.BondEntries.News;
import org.kalepool.kale.Address;
import org.kalepool.kale.Kale;
import org.kalepool.leader.Leader;
import org.kalepool.schedule.Sweep;
import org.kalepool.stellar.Chain;
import org.kalepool.stellar.Holdings;
import org.kalepool.stellar.RpcException;
import org.kalepool.stellar.Transfers;
import org.kalepool.stellar.Transfers.Remembered;
import org.kalepool.vault.Vaults;

/**
 * Follows the KALE of each pool contract, which is the bond that covers vaults: what vaults paid
 * into it and got out of it, what others brought, what its admin took. It is read from the
 * contract's own payments, and so holds against the vaults' books what they say of it.
 */
@ApplicationScoped
class VaultBonds implements Sweep {
  private static final Logger LOG = Logger.getLogger(VaultBonds.class);

  /** Some minutes: it is one request, and what a node forgets the vaults' books alone tell. */
  private static final long STALE_LEDGERS = 60;

  private final Vaults vaults;
  private final Chain chain;
  private final Transfers transfers;
  private final ToldTransferRepository told;
  private final BondEntries entries;
  private final Leader leader;

  /**
   * By contract what this process has last seen its books and the chain agree on: a node whose
   * memory begins after that is good enough.
   */
  private final Map<Address, Agreement> agreed = new ConcurrentHashMap<>();

  VaultBonds(
      Vaults vaults,
      Chain chain,
      Transfers transfers,
      ToldTransferRepository told,
      BondEntries entries,
      Leader leader) {
    this.vaults = vaults;
    this.chain = chain;
    this.transfers = transfers;
    this.told = told;
    this.entries = entries;
    this.leader = leader;
  }

  /**
   * That books and chain agree.
   *
   * @param known up to which ledger it was told then: a restored backup's books are others
   * @param ledger as of which they did
   */
  private record Agreement(long known, long ledger) {}

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
    boolean differs = entries.booked(contract) != kale;
    if (!differs
        && known != ToldTransferRepository.NEVER
        && held.ledger() - known < STALE_LEDGERS) {
      agreed.put(contract, new Agreement(known, held.ledger()));
      return OptionalLong.of(0);
    }
    News news = news(contract, known, held.ledger());
    return QuarkusTransaction.requiringNew()
        .call(
            () -> {
              leader.hold();
              return entries.book(news, kale).map(OptionalLong::of).orElseGet(OptionalLong::empty);
            });
  }

  /** What it had before it was first looked at no node is asked about. */
  private News news(Address contract, long known, long through) {
    if (known == ToldTransferRepository.NEVER) {
      return new News(contract, known, through, through, false, List.of());
    }
    if (known >= through) {
      return new News(contract, known, known, through, true, List.of());
    }
    Remembered node = transfers.remembered(List.of(contract), known + 1, through);
    long before = node.since() - 1;
    Agreement agree = agreed.get(contract);
    long agreement = agree == null || agree.known() != known ? known : agree.ledger();
    boolean certain = before <= Math.max(known, agreement);
    long after = before <= known ? known : certain ? agreement : before;
    return new News(contract, known, after, through, certain, node.of(contract, after));
  }
}
