package org.kalepool.exit;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.kalepool.block.LedgerClosed;
import org.kalepool.farmer.Farmer;
import org.kalepool.farmer.Farmers;
import org.kalepool.kale.Address;
import org.kalepool.schedule.Sweep;
import org.kalepool.schedule.Tasks;
import org.kalepool.stellar.Chain;
import org.kalepool.stellar.Holdings;

/**
 * Passes on what reaches a custodial account after its farmer has left: whoever sends XLM to an
 * address that is no more makes the account anew. It goes to the payout wallet as at the split, but
 * nothing of it is the pooler's, and nothing of what the pooler still owes is paid with it. So does
 * what a payout has left in an account that could not be closed then; of that each pooler gets what
 * its wallet could not take of its share.
 *
 * <p>Of all that have ever left, one request's worth of accounts is looked at each time, in turn.
 */
@Singleton
final class LateSweep implements Sweep {
  /** Two ledger entries an account, 200 a request: 19 KB, which at rest is to be rare. */
  private static final int ACCOUNTS_A_LOOK = 100;

  private static final String NAME = "late-money";
  private static final String SOON = "merges-after-splits";

  private final Farmers farmers;
  private final Chain chain;
  private final ObstacleRepository obstacles;
  private final LatePayments payments;
  private final UnseenLatePayouts unseen;
  private final LostLatePayouts lost;
  private final Tasks tasks;

  /** Paid out and not merged yet, as far as this process knows. */
  private final Set<UUID> lately = ConcurrentHashMap.newKeySet();

  /** Where the last look ended; a restart begins anew. Only the sweep, one at a time, uses it. */
  private volatile long cursor;

  LateSweep(
      Farmers farmers,
      Chain chain,
      ObstacleRepository obstacles,
      LatePayments payments,
      UnseenLatePayouts unseen,
      LostLatePayouts lost,
      Tasks tasks) {
    this.farmers = farmers;
    this.chain = chain;
    this.obstacles = obstacles;
    this.payments = payments;
    this.unseen = unseen;
    this.lost = lost;
    this.tasks = tasks;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Duration every() {
    return Duration.ofMinutes(3);
  }

  @Override
  public void sweep() {
    unseen.book();
    lost.book();
    List<Farmers.Left> looked = farmers.departed(cursor, ACCOUNTS_A_LOOK);
    cursor = looked.size() < ACCOUNTS_A_LOOK ? 0 : looked.getLast().seq();
    if (looked.isEmpty()) {
      return;
    }
    Map<Address, Holdings> there =
        chain.holdings(looked.stream().map(Farmers.Left::custodial).toList());
    List<Farmer> back =
        looked.stream()
            .filter(left -> there.containsKey(left.custodial()))
            .map(left -> farmer(left.farmer()))
            .toList();
    payments.passOn(back);
  }

  void onLeftOpen(@Observes(during = TransactionPhase.AFTER_SUCCESS) AccountLeftOpen event) {
    lately.add(event.farmer());
    tasks.submit(SOON, this::soon);
  }

  void onLedger(@Observes LedgerClosed event) {
    if (!lately.isEmpty()) {
      tasks.submit(SOON, this::soon);
    }
  }

  /** Those whose account is gone, or waits for something, are no longer looked at so often. */
  private void soon() {
    List<Farmer> looked =
        List.copyOf(lately).stream().flatMap(id -> farmers.find(id).stream()).toList();
    lately.retainAll(looked.stream().map(Farmer::id).toList());
    if (looked.isEmpty()) {
      return;
    }
    Set<UUID> unknown = new HashSet<>(unseen.book());
    unknown.addAll(lost.book());
    Map<Address, Holdings> there = chain.holdings(looked.stream().map(Farmer::custodial).toList());
    payments.passOn(looked.stream().filter(it -> there.containsKey(it.custodial())).toList());
    for (Farmer farmer : looked) {
      ExitState state = QuarkusTransaction.requiringNew().call(() -> obstacles.state(farmer.id()));
      boolean isGone = !there.containsKey(farmer.custodial()) && !unknown.contains(farmer.id());
      if (isGone || (there.containsKey(farmer.custodial()) && state.obstacle() != null)) {
        lately.remove(farmer.id());
      }
    }
  }

  private Farmer farmer(UUID id) {
    return farmers.find(id).orElseThrow(() -> new IllegalStateException("no farmer " + id));
  }
}
