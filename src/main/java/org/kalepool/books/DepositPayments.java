package org.kalepool.books;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.kalepool.books.DepositRepository.Open;
import org.kalepool.books.DepositRepository.Taken;
import org.kalepool.kale.Address;
import org.kalepool.leader.Leader;
import org.kalepool.schedule.Sweep;
import org.kalepool.stellar.Receipts;
import org.kalepool.stellar.Receipts.Receipt;
import org.kalepool.stellar.RpcException;

/**
 * Asks who has paid what was seen in custodial wallets, of many deposits at a time: first among the
 * ledgers before they were seen, then, for those that the pool was away for, as far back as the
 * node remembers.
 */
@ApplicationScoped
class DepositPayments implements Sweep {
  private static final Logger LOG = Logger.getLogger(DepositPayments.class);

  /** As long as a deposit is usually there before it is seen: a transaction's life, and more. */
  private static final long NEAR_LEDGERS = 200;

  /** Something may have been booked between a deposit's coming and its being seen. */
  private static final long MARGIN_LEDGERS = 100;

  /** A week, the longest that nodes remember. */
  private static final long FAR_LEDGERS = 120_960;

  private static final int AT_ONCE = 100;

  private final DepositRepository deposits;
  private final Receipts receipts;
  private final Leader leader;

  DepositPayments(DepositRepository deposits, Receipts receipts, Leader leader) {
    this.deposits = deposits;
    this.receipts = receipts;
    this.leader = leader;
  }

  @Override
  public String name() {
    return "deposit-payments";
  }

  @Override
  public Duration every() {
    return Duration.ofMinutes(1);
  }

  @Override
  public void sweep() {
    List<Open> open = QuarkusTransaction.requiringNew().call(() -> deposits.open(AT_ONCE));
    if (open.isEmpty()) {
      return;
    }
    try {
      List<Open> left = look(open, DepositPayments::near, false);
      if (!left.isEmpty()) {
        look(left, DepositPayments::far, true);
      }
    } catch (RpcException e) {
      LOG.debugf("who has paid %d deposits is asked later: %s", open.size(), e.getMessage());
    }
  }

  private static long near(Open deposit) {
    return Math.max(far(deposit), deposit.ledger() - NEAR_LEDGERS);
  }

  private static long far(Open deposit) {
    return Math.max(1, Math.max(deposit.since() - MARGIN_LEDGERS, deposit.ledger() - FAR_LEDGERS));
  }

  /**
   * @param last whether nobody asks again for those that are not told now
   * @return these
   */
  private List<Open> look(List<Open> open, ToLongFunction<Open> start, boolean last) {
    Set<Address> wallets = open.stream().map(Open::custodial).collect(Collectors.toSet());
    long from = open.stream().mapToLong(start).min().orElseThrow();
    long through = open.stream().mapToLong(Open::ledger).max().orElseThrow();
    Instant born = open.stream().map(Open::born).min(Comparator.naturalOrder()).orElseThrow();
    Receipts.Known known = receipts.received(wallets, from, through, born);
    return QuarkusTransaction.requiringNew().call(() -> keep(open, known, start, last));
  }

  private List<Open> keep(
      List<Open> open, Receipts.Known known, ToLongFunction<Open> start, boolean last) {
    leader.hold();
    Set<UUID> farmers = open.stream().map(Open::farmer).collect(Collectors.toSet());
    Set<Taken> taken = new HashSet<>(deposits.taken(farmers, known.since()));
    List<Open> left = new ArrayList<>();
    for (Open deposit : open) {
      Optional<List<Receipt>> paid =
          DepositMatch.of(
              deposit,
              known.receipts().getOrDefault(deposit.custodial(), List.of()),
              receipt -> !taken.contains(taken(deposit, receipt)));
      if (paid.isPresent()) {
        deposits.told(deposit, paid.get());
        paid.get().forEach(receipt -> taken.add(taken(deposit, receipt)));
      } else {
        left.add(deposit);
        if (last) {
          boolean forgotten = known.since() > start.applyAsLong(deposit);
          deposits.end(deposit, forgotten ? DepositState.FORGOTTEN : DepositState.UNTOLD);
        }
      }
    }
    return left;
  }

  private static Taken taken(Open deposit, Receipt receipt) {
    return new Taken(deposit.farmer(), deposit.asset(), receipt.transaction(), receipt.number());
  }
}
