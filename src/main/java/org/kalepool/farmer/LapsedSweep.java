package org.kalepool.farmer;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.kale.Kale;
import org.kalepool.schedule.Sweep;
import org.kalepool.stellar.Chain;
import org.kalepool.stellar.Holdings;
import org.kalepool.stellar.RpcException;
import org.kalepool.vault.VaultSettings;

/**
 * Makes farmers again of lapsed registrations whose XLM, or deposit, has come after all. Those that
 * lapsed a short while ago, who may still be about to pay, are looked at in turn, and in a turn of
 * their own all others; an account that is not there costs no more than its question.
 */
@Singleton
class LapsedSweep implements Sweep {
  private static final Logger LOG = Logger.getLogger(LapsedSweep.class);

  /** Two ledger entries an account, 200 a request. */
  private static final int ACCOUNTS_A_LOOK = 100;

  private static final Duration RECENT = Duration.ofDays(1);

  private final Lapsed lapsed;
  private final RegistrationLimits limits;
  private final Chain chain;
  private final Clock clock;
  private final Kale leastDeposit;

  /**
   * Where the last looks ended; a restart begins anew. Only the sweep, one at a time, uses them.
   */
  private volatile long recent;

  private volatile long cursor;

  LapsedSweep(
      Lapsed lapsed, RegistrationLimits limits, Chain chain, Clock clock, VaultSettings settings) {
    this.lapsed = lapsed;
    this.limits = limits;
    this.chain = chain;
    this.clock = clock;
    this.leastDeposit = settings.leastDeposit();
  }

  @Override
  public String name() {
    return "lapsed-registrations";
  }

  @Override
  public Duration every() {
    return Duration.ofMinutes(3);
  }

  @Override
  public void sweep() {
    QuarkusTransaction.requiringNew().run(limits::forget);
    try {
      recent = look(recent, clock.instant().minus(RECENT));
      cursor = look(cursor, Instant.EPOCH);
    } catch (RpcException e) {
      LOG.warnf("lapsed registrations wait, the network cannot be asked: %s", e.getMessage());
    }
  }

  /**
   * @return where to go on next time
   */
  private long look(long after, Instant since) {
    List<Lapsed.Place> looked = lapsed.after(after, since, ACCOUNTS_A_LOOK);
    if (!looked.isEmpty()) {
      Map<Address, Holdings> held =
          chain.holdings(looked.stream().map(Lapsed.Place::custodial).toList());
      looked.stream().filter(place -> pays(held.get(place.custodial()))).forEach(this::revive);
    }
    return looked.size() < ACCOUNTS_A_LOOK ? 0 : looked.getLast().seq();
  }

  /** A vault's place costs the pool something, and is revived by a deposit that pays for it. */
  private boolean pays(@Nullable Holdings held) {
    if (held == null || held.account().isAccount()) {
      return held != null;
    }
    Kale kale = held.kale();
    return kale != null && kale.isPositive() && kale.compareTo(leastDeposit) >= 0;
  }

  private void revive(Lapsed.Place place) {
    boolean revived = QuarkusTransaction.requiringNew().call(() -> lapsed.revive(place.id()));
    if (revived) {
      LOG.infof(
          "farmer %s is back: what it had to send came after its registration had lapsed",
          place.id());
    }
  }
}
