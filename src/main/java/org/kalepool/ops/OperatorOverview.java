package org.kalepool.ops;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.inject.Singleton;
import jakarta.persistence.EntityManager;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.kalepool.db.Availability;
import org.kalepool.farmer.Funding;
import org.kalepool.farmer.Registered;
import org.kalepool.kale.Xlm;
import org.kalepool.leader.Leader;
import org.kalepool.pooler.Pooler;
import org.kalepool.pooler.Poolers;
import org.kalepool.schedule.CachedValue;
import org.kalepool.stellar.Chain;
import org.kalepool.stellar.Holdings;
import org.kalepool.stellar.RpcException;

/**
 * What operators look at first beside the pool's status: what is owed, who differs, which wallets
 * are low, how fast database and pages are. What takes more than a moment is asked for only now and
 * then.
 */
@Singleton
public final class OperatorOverview {
  private static final Logger LOG = Logger.getLogger(OperatorOverview.class);

  /** A wallet with less than this, beside what the network keeps, is low. */
  public static final Xlm LOW = Xlm.parse("0.1");

  /** These answer as long as somebody listens. */
  private static final Set<String> STREAMS =
      Set.of("/live", "/operator/live", "/api/v1/events", "/api/v1/pooler/events");

  private final Read read;
  private final Leader leader;
  private final MeterRegistry meters;
  private final Availability database;
  private final CachedValue<Money> money;
  private final CachedValue<Wallets> wallets;

  OperatorOverview(
      Read read,
      Leader leader,
      MeterRegistry meters,
      Availability database,
      Poolers poolers,
      Chain chain,
      Funding funding,
      Clock clock) {
    this.read = read;
    this.leader = leader;
    this.meters = meters;
    this.database = database;
    this.money = new CachedValue<>(clock, Duration.ofSeconds(5), read::money);
    this.wallets =
        new CachedValue<>(
            clock, Duration.ofSeconds(30), () -> wallets(poolers.own(), chain, funding));
  }

  /** What is still owed to farmers that have left; stroops. */
  @RegisterForReflection
  public record Debts(long debts, BigDecimal kale, BigDecimal xlm) {}

  /**
   * @param differing farmers whose books and chain differed when last compared, some of them
   */
  record Money(Debts debts, List<UUID> differing) {}

  /**
   * Wallets.
   *
   * @param pooler the pool's own pooler's, null while the network cannot be asked
   * @param lowFarmers active farmers who can hardly pay another fee
   */
  private record Wallets(@Nullable Holdings pooler, long lowFarmers) {}

  /**
   * All of it.
   *
   * @param leads whether this process farms, and if not why
   * @param databaseMillis how long the database took to say that it can be used; null if it cannot
   * @param slowestMillis the slowest answer of the last minutes
   * @param meanMillis of all answers since the start
   */
  public record Shown(
      Debts debts,
      List<UUID> differing,
      @Nullable Holdings wallet,
      long lowFarmers,
      boolean leads,
      String leaderWhy,
      @Nullable Double databaseMillis,
      double slowestMillis,
      double meanMillis,
      String version) {
    /** Whether the pooler's own wallet has hardly anything for fees. */
    public boolean walletIsLow() {
      return wallet != null && wallet.spendable().compareTo(LOW) < 0;
    }
  }

  /** As it is now, some of it up to half a minute old. */
  public Shown now() {
    Money open = money.get();
    Wallets known = wallets.get();
    Leader.Standing standing = leader.standing();
    double slowest = 0;
    double total = 0;
    long answers = 0;
    for (Timer timer : meters.find("http.server.requests").timers()) {
      if (STREAMS.contains(Objects.requireNonNullElse(timer.getId().getTag("uri"), ""))) {
        continue;
      }
      slowest = Math.max(slowest, timer.max(TimeUnit.MILLISECONDS));
      total += timer.totalTime(TimeUnit.MILLISECONDS);
      answers += timer.count();
    }
    return new Shown(
        open.debts(),
        open.differing(),
        known.pooler(),
        known.lowFarmers(),
        standing.leads(),
        standing.why(),
        databaseMillis(),
        slowest,
        answers == 0 ? 0 : total / answers,
        version());
  }

  private @Nullable Double databaseMillis() {
    long begin = System.nanoTime();
    return database.trouble().isEmpty() ? (System.nanoTime() - begin) / 1e6 : null;
  }

  private static String version() {
    String version = OperatorOverview.class.getPackage().getImplementationVersion();
    return version == null ? "unreleased" : version;
  }

  private Wallets wallets(Pooler own, Chain chain, Funding funding) {
    try {
      Holdings held = chain.holdings(List.of(own.wallet())).get(own.wallet());
      Registered.Funding quote = funding.quote();
      long kept = quote.accountReserve() + quote.trustlineReserve();
      return new Wallets(held, read.poorerThan(kept + LOW.stroops()));
    } catch (RpcException e) {
      LOG.debugf("the wallets are not looked at: %s", e.getMessage());
      return new Wallets(null, 0);
    }
  }

  /** Reads it. */
  @Singleton
  static class Read {
    private static final int MOST = 20;

    private final EntityManager entities;

    Read(EntityManager entities) {
      this.entities = entities;
    }

    @ActivateRequestContext
    Money money() {
      return new Money(debts(), differing());
    }

    private Debts debts() {
      return (Debts)
          entities
              .createNativeQuery("select debts, kale, xlm from unpaid_debts", Debts.class)
              .getSingleResult();
    }

    @SuppressWarnings("unchecked")
    private List<UUID> differing() {
      return entities
          .createNativeQuery(
              "select farmer_id from differing_now order by seq limit :most", UUID.class)
          .setParameter("most", MOST)
          .getResultList();
    }

    @ActivateRequestContext
    long poorerThan(long stroops) {
      return ((Number)
              entities
                  .createNativeQuery(
                      "select count(*) from farming_xlm where xlm < :bound", Long.class)
                  .setParameter("bound", stroops)
                  .getSingleResult())
          .longValue();
    }
  }
}
