package org.kalepool.stellar.lanes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.kalepool.kale.Address;
import org.kalepool.kale.GameRules;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Pail;
import org.kalepool.kale.Xlm;
import org.kalepool.lab.step.SteppedClock;
import org.kalepool.lab.step.SteppedTasks;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.Call;
import org.kalepool.stellar.Cause;
import org.kalepool.stellar.NetworkTerms;
import org.kalepool.stellar.OpenTransactions;
import org.kalepool.stellar.Outcome;
import org.kalepool.testing.PostgresResource;

/** Plants that are made by formula and sent before their block is open, on a whole network. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(SandboxLanesProfile.class)
class LaneEarlyPlantTest extends SandboxLanesFixture {
  private static final Kale STAKE = Kale.parse("10");

  @Inject TransactionRepository store;
  @Inject OpenTransactionRepository open;
  @Inject OpenTransactions operator;

  private Xlm usual = Xlm.ZERO;

  /** A plant with a stake and one without, which nodes have simulated, in a block that runs. */
  @BeforeEach
  void plantsAsUsual() {
    skipTo(due());
    usual = landed(plant(farmer(), null, STAKE)).fee();
    landed(plant(farmer(), null, Kale.ZERO));
  }

  private long due() {
    return sandbox.farm().observed().timestamp() + GameRules.BLOCK_INTERVAL_SECONDS;
  }

  /** Closes a ledger at this time. */
  private void skipTo(long time) {
    long seconds = time - sandbox.now();
    if (seconds > 0) {
      sandbox.closeLedger(time);
      ((SteppedClock) clock).advance(Duration.ofSeconds(seconds));
      chain.tip();
      transactions.poke();
      ((SteppedTasks) tasks).runAll();
    }
  }

  private Address farmer() {
    Address farmer = account();
    trustline(farmer);
    sandbox.giveKale(farmer, Kale.parse("100"));
    return farmer;
  }

  private long plant(Address farmer, @Nullable Long block, Kale stake) {
    return request(farmer, Action.PLANT, block, new Call.Plant(farmer, stake));
  }

  private List<Address> farmers(int count) {
    List<Address> farmers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      farmers.add(farmer());
    }
    return farmers;
  }

  @Test
  void oneOpensTheBlockInTheFirstLedgerThatCanAndTheOthersFollowInIt() {
    List<Address> farmers = farmers(3);
    long block = sandbox.farm().index();
    skipTo(due() - 5);
    transactions.expectOpening(block + 1, sandbox.ledger());
    List<Long> plants = new ArrayList<>();
    for (int i = 0; i < farmers.size(); i++) {
      plants.add(plant(farmers.get(i), block + 1, i == 2 ? Kale.ZERO : STAKE));
    }
    assertThat(plants)
        .allSatisfy(id -> assertThat(open.open(id).orElseThrow().built()).isNotNull());
    long opening = sandbox.ledger() + 1;
    skipTo(due());
    assertThat(sandbox.farm().index()).isEqualTo(block + 1);
    for (int i = 0; i < farmers.size(); i++) {
      Outcome.Landed landed = landed(plants.get(i));
      assertThat(landed.ledger()).isEqualTo(opening);
      assertThat(landed.block()).isEqualTo(block + 1);
      assertThat(sandbox.pail(farmers.get(i), block + 1))
          .get()
          .extracting(Pail::sequence)
          .isEqualTo(opening);
    }
  }

  @Test
  void whatIsNotUsedOfTheRoomForTheOpeningComesBack() {
    List<Address> farmers = farmers(2);
    long block = sandbox.farm().index();
    skipTo(due() - 5);
    transactions.expectOpening(block + 1, sandbox.ledger());
    List<Long> plants = farmers.stream().map(farmer -> plant(farmer, block + 1, STAKE)).toList();
    skipTo(due());
    List<Xlm> fees = plants.stream().map(id -> landed(id).fee()).sorted().toList();
    assertThat(fees.getFirst().stroops()).isLessThan(usual.stroops() * 11 / 10);
  }

  @Test
  void whoAsksWhetherAPlantPaysIsToldWhatOnesWereChargedAndNotTheRoomThatIsDeclared() {
    Xlm before = chain.terms().charged().plant();
    Xlm charge = landed(plant(farmer(), null, STAKE)).fee();
    NetworkTerms after = chain.terms();
    // what other tests' plants were charged counts as well, and each less with each that follows
    double expected = before.stroops() + 0.05 * (charge.stroops() - before.stroops());
    assertThat((double) after.charged().plant().stroops()).isCloseTo(expected, withinPercentage(1));
    assertThat(charge.times(100)).isLessThan(after.plantFee().times(95));
  }

  @Test
  void waitsForTheLedgerWhereNobodySaysThatTheNextOneMayOpenTheBlock() {
    Address farmer = farmer();
    long block = sandbox.farm().index();
    skipTo(due() - 10);
    transactions.expectOpening(block + 1, sandbox.ledger());
    skipTo(due() - 5);
    long id = plant(farmer, block + 1, STAKE);
    assertThat(open.open(id).orElseThrow().built()).isNull();
    skipTo(due());
    assertThat(sandbox.farm().index()).isEqualTo(block);
    assertThat(landed(id).block()).isEqualTo(block + 1);
  }

  @Test
  void oneThatComesTooSoonPlantsNothingAndCostsItsFee() {
    Address farmer = farmer();
    Xlm had = sandbox.lumens(farmer).orElseThrow();
    long block = sandbox.farm().index();
    skipTo(due() - 5);
    transactions.expectOpening(block + 1, sandbox.ledger());
    long id = plant(farmer, block + 1, STAKE);
    skipTo(due() - 1);
    Outcome end = finish(id);
    assertThat(end)
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed -> assertThat(failed.cause()).isEqualTo(Cause.FOOTPRINT_CHANGED));
    assertThat(sandbox.pail(farmer, block)).isEmpty();
    assertThat(sandbox.kale(farmer)).contains(Kale.parse("100"));
    assertThat(sandbox.lumens(farmer)).contains(had.minus(end.fee()));
    assertThat(end.fee().stroops()).isBetween(usual.stroops() / 2, usual.stroops());
  }

  @Test
  void tellsWhatItsPlaceCostBesideWhatItBid() {
    Address farmer = farmer();
    long id = plant(farmer, null, STAKE);
    Outcome.Landed landed = landed(id);
    assertThat(operator.fares(Long.MAX_VALUE, 10))
        .filteredOn(fare -> fare.id() == id)
        .singleElement()
        .satisfies(
            fare -> {
              assertThat(fare.inclusionCharged()).isEqualTo(100);
              assertThat(fare.inclusionBid()).isGreaterThanOrEqualTo(100);
              assertThat(fare.bidReason()).contains("ledgers charged");
              assertThat(fare.fee()).isEqualTo(landed.fee());
              assertThat(fare.action()).isEqualTo(Action.PLANT);
            });
  }
}
