package org.kalepool.farmer;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.kalepool.block.LedgerClosed;
import org.kalepool.db.Db;
import org.kalepool.kale.Address;
import org.kalepool.kale.Xlm;
import org.kalepool.schedule.Sweep;
import org.kalepool.schedule.Tasks;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.Call;
import org.kalepool.stellar.Chain;
import org.kalepool.stellar.Holdings;
import org.kalepool.stellar.NetworkTerms;
import org.kalepool.stellar.Outcome;
import org.kalepool.stellar.RpcException;
import org.kalepool.stellar.TransactionRequest;
import org.kalepool.stellar.TransactionSettled;
import org.kalepool.stellar.Transactions;

/**
 * Takes newcomers from their first XLM to their first block: REGISTERED until there is enough XLM,
 * FUNDED until the trustline is open, then ACTIVE. It looks at the chain, so it does not matter how
 * often it looks, or whether it was stopped in between.
 */
@Singleton
class Onboarding implements Sweep {
  private static final Logger LOG = Logger.getLogger(Onboarding.class);
  private static final String POOL = "pool";

  private final Db db;
  private final Clock clock;
  private final StoredFarmers farmers;
  private final Chain chain;
  private final Transactions transactions;
  private final FundingNeed need;
  private final Tasks tasks;
  private final Duration every;
  private final Duration longestPause;

  Onboarding(
      Db db,
      Clock clock,
      StoredFarmers farmers,
      Chain chain,
      Transactions transactions,
      FundingNeed need,
      Tasks tasks,
      @ConfigProperty(name = "kale.farmer.onboarding-interval", defaultValue = "15s")
          Duration every,
      @ConfigProperty(name = "kale.farmer.trustline-longest-pause", defaultValue = "10m")
          Duration longestPause) {
    this.db = db;
    this.clock = clock;
    this.farmers = farmers;
    this.chain = chain;
    this.transactions = transactions;
    this.need = need;
    this.tasks = tasks;
    this.every = every;
    this.longestPause = longestPause;
  }

  /**
   * What a look at the chain showed.
   *
   * @param farmer as it is after the look
   * @param holdings null if the account does not exist
   * @param missing XLM that is still missing
   */
  record Look(Farmer farmer, @Nullable Holdings holdings, Xlm missing) {}

  @Override
  public String name() {
    return "onboarding";
  }

  @Override
  public Duration every() {
    return every;
  }

  @Override
  public void sweep() {
    List<Farmer> newcomers = farmers.newcomers();
    if (newcomers.isEmpty()) {
      return;
    }
    try {
      NetworkTerms terms = chain.terms();
      Map<Address, Holdings> holdings =
          chain.holdings(newcomers.stream().map(Farmer::custodial).toList());
      newcomers.forEach(farmer -> advance(farmer, holdings.get(farmer.custodial()), terms, POOL));
    } catch (RpcException e) {
      LOG.warnf("newcomers wait, the network cannot be asked: %s", e.getMessage());
    }
  }

  void ledgerClosed(@Observes LedgerClosed event) {
    tasks.submit(name(), this::sweep);
  }

  /**
   * Looks at one farmer's account now, and moves it on if it can be.
   *
   * @throws RpcException if the network cannot be asked; nothing was changed then
   */
  Look look(Farmer farmer, String by) {
    NetworkTerms terms = chain.terms();
    Holdings held = chain.holdings(List.of(farmer.custodial())).get(farmer.custodial());
    advance(farmer, held, terms, by);
    return new Look(farmers.find(farmer.id()).orElseThrow(), held, need.missing(held, terms));
  }

  private void advance(Farmer farmer, @Nullable Holdings held, NetworkTerms terms, String by) {
    boolean enough = held != null && need.missing(held, terms).isZero();
    QuarkusTransaction.requiringNew()
        .run(
            () -> {
              if (farmer.state() == FarmerState.REGISTERED && enough && held != null) {
                String why = held.xlm() + " XLM arrived";
                farmers.move(farmer.id(), FarmerState.REGISTERED, FarmerState.FUNDED, by, why);
              }
              if (held != null && held.hasTrustline()) {
                join(farmer.id());
              } else if (enough) {
                openTrustline(farmer);
              }
            });
  }

  private void join(UUID farmer) {
    farmers.move(farmer, FarmerState.FUNDED, FarmerState.ACTIVE, POOL, "the trustline is open");
  }

  private void openTrustline(Farmer farmer) {
    if (!farmers.isIn(farmer.id(), FarmerState.FUNDED)
        || clock.instant().isBefore(nextTry(farmer.id()))) {
      return;
    }
    transactions.request(
        new TransactionRequest(
            farmer.custodial(),
            Action.TRUSTLINE,
            farmer.id(),
            null,
            new Call.Operations(List.of(new Call.OpenTrustline(null))),
            null));
  }

  private record Attempts(int count, @Nullable Instant last) {}

  /** After each failure twice as long is waited, so that fees do not drain away. */
  private Instant nextTry(UUID farmer) {
    Attempts failed =
        db.one(
                "select count(*), max(t.settled_at) from transactions t join transaction_actions a"
                    + " on a.transaction_id = t.id where a.farmer_id = ?"
                    + " and a.action = 'TRUSTLINE' and t.state in ('FAILED', 'REFUSED')",
                row ->
                    new Attempts(
                        row.getInt(1),
                        row.getTimestamp(2) == null ? null : row.getTimestamp(2).toInstant()),
                farmer)
            .orElseThrow();
    Instant last = failed.last();
    if (last == null) {
      return Instant.MIN;
    }
    Duration pause = every.multipliedBy(1L << Math.min(failed.count() - 1, 20));
    return last.plus(pause.compareTo(longestPause) > 0 ? longestPause : pause);
  }

  void settled(@Observes TransactionSettled event) {
    UUID farmer = event.request().farmer();
    if (event.request().action() != Action.TRUSTLINE || farmer == null) {
      return;
    }
    switch (event.outcome()) {
      case Outcome.Landed landed -> join(farmer);
      case Outcome.Failed failed ->
          LOG.warnf(
              "trustline of farmer %s failed: %s %s", farmer, failed.cause(), failed.detail());
      case Outcome.Refused refused ->
          LOG.warnf(
              "trustline of farmer %s refused: %s %s", farmer, refused.cause(), refused.detail());
    }
  }
}
