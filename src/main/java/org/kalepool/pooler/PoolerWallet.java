package org.kalepool.pooler;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;
import org.kalepool.kale.Kale;
import org.kalepool.schedule.Sweep;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.Call;
import org.kalepool.stellar.Chain;
import org.kalepool.stellar.Holdings;
import org.kalepool.stellar.RpcException;
import org.kalepool.stellar.TransactionRequest;
import org.kalepool.stellar.Transactions;

/**
 * Keeps the own pooler's wallet able to be paid and to pay: opens its KALE trustline once the
 * account exists, and shows its balances to the operator, since an empty one holds up departures.
 */
@Singleton
class PoolerWallet implements Sweep {
  private static final Logger LOG = Logger.getLogger(PoolerWallet.class);

  private static final int GRACE = 4;

  /** Looks, an hour's by default. */
  private static final int TELL_EVERY = 60;

  private final Poolers poolers;
  private final Chain chain;
  private final Transactions transactions;
  private final Duration every;
  private final AtomicLong kale;
  private final AtomicLong xlm;
  private int absences;

  PoolerWallet(
      Poolers poolers,
      Chain chain,
      Transactions transactions,
      MeterRegistry meters,
      PoolerSettings settings) {
    this.poolers = poolers;
    this.chain = chain;
    this.transactions = transactions;
    this.every = settings.walletInterval();
    this.kale = meters.gauge("kale.pooler.wallet.kale.stroops", new AtomicLong());
    this.xlm = meters.gauge("kale.pooler.wallet.xlm.stroops", new AtomicLong());
  }

  @Override
  public String name() {
    return "pooler-wallet";
  }

  @Override
  public Duration every() {
    return every;
  }

  @Override
  public void sweep() {
    Pooler own = poolers.own();
    try {
      Holdings held = chain.holdings(List.of(own.wallet())).get(own.wallet());
      if (held == null) {
        // A wallet that was just made is given the time to be funded; then it is told now and then.
        if (++absences % TELL_EVERY == GRACE) {
          LOG.warnf("the pooler's wallet %s does not exist yet: send it some XLM", own.wallet());
        }
        return;
      }
      xlm.set(held.xlm().stroops());
      Kale balance = held.kale();
      if (balance != null) {
        kale.set(balance.stroops());
      } else if (!transactions.busy(own.wallet())) {
        QuarkusTransaction.requiringNew()
            .run(
                () ->
                    transactions.request(
                        new TransactionRequest(
                            own.wallet(),
                            Action.TRUSTLINE,
                            null,
                            null,
                            new Call.Operations(List.of(new Call.OpenTrustline(null))),
                            null)));
      }
    } catch (RpcException e) {
      LOG.debugf("the pooler's wallet cannot be looked at: %s", e.getMessage());
    }
  }
}
