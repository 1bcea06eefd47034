package org.kalepool.stellar.lanes;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.kalepool.kale.Address;
import org.kalepool.kale.Block;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;
import org.kalepool.kale.WorkHash;
import org.kalepool.kale.Xlm;
import org.kalepool.lab.LabContracts;
import org.kalepool.lab.step.SteppedTasks;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.Call;
import org.kalepool.stellar.Cause;
import org.kalepool.stellar.Deed;
import org.kalepool.stellar.Outcome;
import org.kalepool.stellar.TransactionRequest;
import org.kalepool.stellar.TransactionSettled;
import org.kalepool.testing.PostgresResource;

/** Works and harvests that share a transaction, by the committed contract on a whole network. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(SandboxLanesProfile.class)
class SandboxBatchTest extends SandboxLanesFixture {
  private static final Logger LOG = Logger.getLogger(SandboxBatchTest.class);
  private static final Kale STAKE = Kale.parse("10");

  @Inject EntityManager database;

  private final List<Long> plantFees = new ArrayList<>();
  private Address contract;
  private Address channel;
  private long block;

  @BeforeEach
  void install() {
    contract = LabContracts.batch(sandbox);
    channel = account();
  }

  private List<Address> planted(int number) {
    List<Address> farmers = Stream.generate(this::account).limit(number).toList();
    farmers.forEach(farmer -> sandbox.giveKale(farmer, Kale.parse("100")));
    sandbox.closeLedger(sandbox.now() + 300);
    landed(plant(farmers.getFirst(), STAKE));
    List<Long> others = farmers.stream().skip(1).map(it -> plant(it, STAKE)).toList();
    plantFees.clear();
    others.forEach(id -> plantFees.add(landed(id).fee().stroops()));
    // no work lands in the ledger of its plant
    step();
    block = chain.farm().farm().index();
    settled.clear();
    return farmers;
  }

  private long plant(Address farmer, Kale stake) {
    return request(farmer, Action.PLANT, null, new Call.Plant(farmer, stake));
  }

  private Deed work(Address farmer, long nonce) {
    Block stored = chain.block(block).orElseThrow().block();
    Hash hash = WorkHash.of(block, nonce, stored.entropy(), farmer);
    return new Deed(Action.WORK, null, block, new Call.Work(farmer, hash, nonce));
  }

  private Deed harvest(Address farmer) {
    return new Deed(Action.HARVEST, null, block, new Call.Harvest(farmer, block));
  }

  private long batch(Address of, List<Deed> deeds) {
    long id =
        transactions
            .request(TransactionRequest.batch(channel, of, deeds, sandbox.now() + 200))
            .orElseThrow();
    ((SteppedTasks) tasks).runAll();
    return id;
  }

  /** How each of a transaction's deeds ended, by its farmer's account. */
  private Map<Address, Outcome> ends(long id, int deeds) {
    for (int i = 0; i < 100 && of(id).size() < deeds; i++) {
      step();
    }
    Map<Address, Outcome> ends = new HashMap<>();
    for (TransactionSettled event : of(id)) {
      assertThat(event.request().deeds()).hasSize(1);
      Address farmer =
          switch (event.request().call()) {
            case Call.Work work -> work.farmer();
            case Call.Harvest harvest -> harvest.farmer();
            default -> throw new AssertionError(event.toString());
          };
      assertThat(ends.put(farmer, event.outcome())).as("told once").isNull();
    }
    assertThat(ends).hasSize(deeds);
    return ends;
  }

  private List<TransactionSettled> of(long id) {
    return settled.all().stream().filter(event -> event.id() == id).toList();
  }

  private void nextBlock() {
    sandbox.closeLedger(sandbox.now() + 300);
    Address opener = account();
    sandbox.giveKale(opener, STAKE);
    landed(plant(opener, STAKE));
    settled.clear();
  }

  private static Cause cause(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Landed landed -> throw new AssertionError(landed.toString());
      case Outcome.Failed failed -> failed.cause();
      case Outcome.Refused refused -> refused.cause();
    };
  }

  private List<?> kept(long id) {
    return database
        .createNativeQuery(
            "select ended || ' ' || coalesce(cause, 'none') || ' ' || live from transaction_actions"
                + " where transaction_id = :id order by id")
        .setParameter("id", id)
        .getResultList();
  }

  @Test
  void worksAndHarvestsAreToldOneByOneWithTheirSharesOfTheFee() {
    List<Address> farmers = planted(3);
    Xlm before = sandbox.lumens(channel).orElseThrow();

    Map<Address, Outcome> works =
        ends(batch(contract, farmers.stream().map(farmer -> work(farmer, 7)).toList()), 3);
    nextBlock();
    Map<Address, Kale> had = new HashMap<>();
    farmers.forEach(farmer -> had.put(farmer, sandbox.kale(farmer).orElseThrow()));
    long id = batch(contract, farmers.stream().map(this::harvest).toList());
    Map<Address, Outcome> harvests = ends(id, 3);

    assertThat(works.values()).allMatch(Outcome.Landed.class::isInstance);
    harvests.forEach(
        (farmer, end) -> {
          Outcome.Landed landed = (Outcome.Landed) end;
          Kale minted =
              sandbox.kale(farmer).orElseThrow().minus(had.getOrDefault(farmer, Kale.ZERO));
          assertThat(landed.rewarded()).isEqualTo(minted.minus(STAKE));
        });
    Xlm fees =
        Stream.concat(works.values().stream(), harvests.values().stream())
            .map(Outcome::fee)
            .reduce(Xlm.ZERO, Xlm::plus);
    assertThat(sandbox.lumens(channel)).contains(before.minus(fees));
    assertThat(kept(id)).hasSize(3).allMatch("LANDED none false"::equals);
  }

  @Test
  void whatWouldFailIsLeftOutAndTheRestLands() {
    List<Address> farmers = planted(4);
    ends(batch(contract, farmers.stream().limit(3).map(farmer -> work(farmer, 7)).toList()), 3);
    nextBlock();

    long id = batch(contract, farmers.stream().map(this::harvest).toList());
    Map<Address, Outcome> ends = ends(id, 4);

    assertThat(ends.get(farmers.get(3)))
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused -> {
              assertThat(refused.cause()).isEqualTo(Cause.NEVER_WORKED);
              assertThat(refused.fee()).isEqualTo(Xlm.ZERO);
            });
    farmers.stream()
        .limit(3)
        .forEach(farmer -> assertThat(ends.get(farmer)).isInstanceOf(Outcome.Landed.class));
    assertThat(kept(id)).hasSize(4).filteredOn("REFUSED NEVER_WORKED false"::equals).hasSize(1);
  }

  @Test
  void whatFailsOnlyInTheLedgerLeavesTheOthersAlone() {
    List<Address> farmers = planted(3);
    ends(batch(contract, farmers.stream().map(farmer -> work(farmer, 7)).toList()), 3);
    nextBlock();
    Address twice = farmers.getFirst();

    // both are simulated before either lands
    long alone = request(twice, Action.TRUSTLINE, block, new Call.Harvest(twice, block));
    long id = batch(contract, farmers.stream().map(this::harvest).toList());
    Map<Address, Outcome> ends = ends(id, 3);
    Outcome other = finish(alone);

    List<Outcome> both = List.of(Objects.requireNonNull(ends.get(twice)), other);
    assertThat(both).filteredOn(Outcome.Landed.class::isInstance).hasSize(1);
    assertThat(both)
        .filteredOn(Outcome.Failed.class::isInstance)
        .hasSize(1)
        .allMatch(end -> cause(end) == Cause.PAIL_MISSING);
    assertThat(ends.get(farmers.get(1))).isInstanceOf(Outcome.Landed.class);
    assertThat(ends.get(farmers.get(2))).isInstanceOf(Outcome.Landed.class);
  }

  @Test
  void aBatchThatFailsAsAWholeLetsItsDeedsGoOnByThemselves() {
    List<Address> farmers = planted(3);
    Address nothing = Address.contract(new byte[32]);

    Map<Address, Outcome> ends =
        ends(batch(nothing, farmers.stream().map(farmer -> work(farmer, 7)).toList()), 3);

    assertThat(ends.values())
        .allMatch(Outcome.Refused.class::isInstance)
        .allMatch(end -> cause(end) == Cause.BATCH_FAILED);
    for (Address farmer : farmers) {
      landed(request(farmer, Action.TRUSTLINE, block, work(farmer, 7).call()));
    }
  }

  @Test
  void anEndThatCouldNotBeStoredIsToldAgainForEachDeed() {
    List<Address> farmers = planted(3);
    long id = batch(contract, farmers.stream().map(farmer -> work(farmer, 7)).toList());
    settled.refuseNext = true;

    Map<Address, Outcome> ends = ends(id, 3);

    assertThat(settled.refuseNext).isFalse();
    assertThat(ends.values()).allMatch(Outcome.Landed.class::isInstance);
  }

  /** The figures of docs/performance.md, by the network's rates; plants are never batched. */
  @Test
  void aFarmersBlockCostsAtMost77PercentInBatchesOf25() {
    List<Address> farmers = planted(27);
    Address single = farmers.getLast();
    List<Address> together = farmers.subList(1, 26);
    long plant = plantFees.getLast();

    long work =
        landed(request(single, Action.TRUSTLINE, block, work(single, 7).call())).fee().stroops();
    long batchedWork = mean(together.stream().map(farmer -> work(farmer, 7)).toList());
    nextBlock();
    long harvest =
        landed(request(single, Action.TRUSTLINE, block, harvest(single).call())).fee().stroops();
    long batchedHarvest = mean(together.stream().map(this::harvest).toList());

    long alone = plant + work + harvest;
    long batched = plant + batchedWork + batchedHarvest;
    LOG.infof(
        "stroops: plant %d, work %d, in a batch %d, harvest %d, in a batch %d; %d and %d, %.1f %%",
        plant, work, batchedWork, harvest, batchedHarvest, alone, batched, 100.0 * batched / alone);
    assertThat(batched).isLessThanOrEqualTo(alone * 77 / 100);
  }

  @Test
  void severalPailsOfAFarmerInOneHarvestCostLessThanHalf() {
    List<Address> farmers = planted(1);
    Address farmer = farmers.getFirst();
    List<Deed> pails = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      landed(request(farmer, Action.TRUSTLINE, block, work(farmer, 7).call()));
      pails.add(harvest(farmer));
      sandbox.closeLedger(sandbox.now() + 300);
      landed(plant(farmer, Kale.ZERO));
      step();
      block = chain.farm().farm().index();
    }
    settled.clear();
    Deed first = pails.removeFirst();
    long alone =
        landed(request(farmer, Action.TRUSTLINE, first.block(), first.call())).fee().stroops();

    long id = batch(contract, pails);
    for (int i = 0; i < 100 && of(id).size() < pails.size(); i++) {
      step();
    }
    long together = of(id).stream().mapToLong(end -> end.outcome().fee().stroops()).sum();

    LOG.infof("stroops: a harvest %d, of eleven at once %d", alone, together / pails.size());
    assertThat(of(id)).hasSize(11).allMatch(end -> end.outcome() instanceof Outcome.Landed);
    assertThat(together).isLessThan(alone * pails.size() / 2);
  }

  private long mean(List<Deed> deeds) {
    Map<Address, Outcome> ends = ends(batch(contract, deeds), deeds.size());
    assertThat(ends.values()).allMatch(Outcome.Landed.class::isInstance);
    return ends.values().stream().mapToLong(end -> end.fee().stroops()).sum() / deeds.size();
  }
}
