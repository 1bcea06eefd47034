package org.kalepool.stellar.lanes;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.kalepool.kale.Address;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.Call;
import org.kalepool.stellar.Cause;
import org.kalepool.stellar.Deed;
import org.kalepool.stellar.Outcome;
import org.kalepool.testing.PostgresResource;

/** Works and harvests that share a transaction, by the committed contract on a whole network. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(SandboxLanesProfile.class)
class SandboxBatchTest extends SandboxBatchFixture {
  @Inject EntityManager database;
  @Inject DeedRepository deeds;

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
  void aBatchWhoseDeedsEndWhileItIsReadKeepsNoOtherLaneWaiting() {
    List<Address> farmers = planted(4);
    List<Deed> works = farmers.stream().map(farmer -> work(farmer, 7)).toList();
    long id = batch(contract, works.subList(0, 3));
    long first = deeds.of(List.of(id)).getOrDefault(id, List.of()).getFirst().id();
    // what another process has done of it when the second reading comes
    Outcome refused = new Outcome.Refused(null, Cause.OTHER, "ended by another");
    QuarkusTransaction.requiringNew().run(() -> deeds.ended(Map.of(first, refused)));

    landed(request(farmers.getLast(), Action.TRUSTLINE, block, works.getLast().call()));
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
}
