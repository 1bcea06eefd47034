package org.kalepool.work;

import jakarta.inject.Singleton;
import jakarta.persistence.EntityManager;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Price;
import org.kalepool.kale.Xlm;
import org.kalepool.price.Prices;
import org.kalepool.price.Quote;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.Deed;
import org.kalepool.stellar.FeeSettings;
import org.kalepool.stellar.TransactionRequest;
import org.kalepool.stellar.Worth;

/**
 * What a plant or a work is worth: the stake that is lost without it and what pails brought lately,
 * at the price, or without one at what an operator says that a KALE may cost in bids.
 */
@Singleton
final class PailWorth implements Worth {
  private static final Duration KEPT = Duration.ofMinutes(1);
  private static final Kale ONE = Kale.parse("1");

  private final EntityManager database;
  private final Clock clock;
  private final Prices prices;
  private final Price set;

  // guarded by this
  private long reward;
  private @Nullable Instant readAt;

  PailWorth(EntityManager database, Clock clock, Prices prices, FeeSettings settings) {
    this.prices = prices;
    this.database = database;
    this.clock = clock;
    this.set = Price.ofReserves(ONE, Xlm.ofStroops(settings.stroopsPerKale()));
  }

  @Override
  public OptionalLong stroops(TransactionRequest request) {
    boolean counts = request.action() == Action.PLANT || request.action() == Action.WORK;
    long reward = counts ? reward() : 0;
    if (reward <= 0) {
      return OptionalLong.empty();
    }
    BigInteger kale =
        request.deeds().stream()
            .map(deed -> deed.action() == Action.WORK ? stake(deed) : 0)
            .map(stake -> BigInteger.valueOf(reward).add(BigInteger.valueOf(stake)))
            .reduce(BigInteger.ZERO, BigInteger::add);
    BigInteger worth = prices.now().map(Quote::dearer).orElse(set).worth(kale);
    return OptionalLong.of(worth.min(BigInteger.valueOf(Integer.MAX_VALUE)).longValueExact());
  }

  private long stake(Deed deed) {
    List<Long> stakes =
        database
            .createQuery(
                "select stake from PlantedStakeEntity where farmerId = :farmer"
                    + " and blockIndex = :block",
                Long.class)
            .setParameter("farmer", deed.farmer())
            .setParameter("block", deed.block())
            .getResultList();
    return stakes.isEmpty() ? 0 : stakes.getFirst();
  }

  /** What a pail brought lately, stroops of KALE. */
  private synchronized long reward() {
    Instant now = clock.instant();
    if (readAt == null || !now.isBefore(readAt.plus(KEPT))) {
      reward =
          database.createQuery("select mean from RecentRewardEntity", Long.class).getSingleResult();
      readAt = now;
    }
    return reward;
  }
}
