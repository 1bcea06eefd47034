package org.kalepool.price;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.kalepool.db.Db;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Price;
import org.kalepool.kale.Xlm;
import org.kalepool.lab.step.SteppedClock;
import org.kalepool.settings.SettingsOf;
import org.kalepool.stellar.PoolReserves;
import org.kalepool.stellar.RpcException;
import org.kalepool.testing.PostgresResource;
import org.kalepool.testing.StagesProfile;

/** The price in the database: sampled, kept, forgotten, and what is known of it. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(StagesProfile.class)
class KnownPricesTest {
  @Inject PriceSampleRepository samples;
  @Inject Clock clock;
  @Inject Db db;

  @AfterEach
  void forget() {
    db.update("truncate price_samples");
    pass(Duration.ofSeconds(10));
  }

  private void pass(Duration time) {
    ((SteppedClock) clock).advance(time);
  }

  /** An exchange that a test moves. */
  private static final class Exchange implements PoolReserves {
    private Optional<Held> held = Optional.empty();
    private boolean down;

    @Override
    public Optional<Held> classic(Optional<Hash> pool) {
      if (down) {
        throw new RpcException("connection refused");
      }
      return held;
    }

    @Override
    public Optional<Held> pair(Address contract, String kaleKey, String xlmKey) {
      return held;
    }
  }

  private final Exchange exchange = new Exchange();
  private final PriceSettings settings =
      SettingsOf.mapping(
          PriceSettings.class, "kale.price.pool", "network", "kale.price.keep", "1d");

  private KnownPrices look(KnownPrices known) {
    new PriceSweep(new PriceSources(settings, exchange), samples, known, settings, clock).sweep();
    pass(Duration.ofMinutes(1));
    return known;
  }

  private KnownPrices known() {
    return new KnownPrices(samples, new PriceSources(settings, exchange), settings, clock);
  }

  private void holds(String kale, String xlm) {
    exchange.held = Optional.of(new PoolReserves.Held(Kale.parse(kale), Xlm.parse(xlm), 5));
  }

  @Test
  void aPoolsPriceIsSampledAndItsMedianIsKnown() {
    KnownPrices known = known();
    holds("10000000", "5000");
    look(known);
    look(known);
    holds("10000000", "50000");
    look(known);
    Quote quote = known.now().orElseThrow();
    assertThat(quote.price()).isEqualTo(Price.parse("0.0005"));
    assertThat(quote.samples()).isEqualTo(3);
    assertThat(quote.source()).isEqualTo("liquidity pool");
    assertThat(known().now()).as("another process").contains(quote);
  }

  @Test
  void whenTheNodeIsSilentTheLastPriceHoldsForAWhileAndThenThereIsNone() {
    KnownPrices known = known();
    holds("10000000", "5000");
    look(known);
    exchange.down = true;
    pass(Duration.ofMinutes(90));
    look(known);
    assertThat(known.now()).isPresent();
    assertThat(known.view().trouble())
        .isEqualTo("the liquidity pool cannot be read: connection refused");
    pass(Duration.ofMinutes(40));
    assertThat(known.now()).isEmpty();
    assertThat(known.view().lastSeen()).isNotNull();
  }

  @Test
  void aPoolThatHoldsNextToNothingIsNotBelieved() {
    KnownPrices known = known();
    holds("10", "999");
    look(known);
    assertThat(known.now()).isEmpty();
    assertThat(known.view().trouble()).contains("too little to be believed");
  }

  @Test
  void withoutAPoolThereIsNoPrice() {
    KnownPrices known = known();
    look(known);
    assertThat(known.now()).isEmpty();
    assertThat(known.view().trouble()).isEqualTo("there is no such liquidity pool on the chain");
  }

  @Test
  void oldSamplesAreForgotten() {
    KnownPrices known = known();
    holds("10000000", "5000");
    look(known);
    pass(Duration.ofHours(25));
    look(known);
    assertThat(db.rows("select count(*) from price_samples")).containsExactly("1");
  }
}
