package org.kalepool.stellar.lanes;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.kalepool.farmer.Farmer;
import org.kalepool.farmer.FarmerState;
import org.kalepool.kale.Address;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.Call;
import org.kalepool.stellar.RecordedCalls;
import org.kalepool.stellar.TransactionRequest;
import org.kalepool.testing.PostgresResource;

/** What goes first on a lane, and how many go at once. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(LanesProfile.class)
class LaneOrderTest extends LanesFixture {
  @Test
  void keepsOneInFlightPerLaneAndRunsLanesInParallel() {
    long first = requested(null);
    TransactionRequest next =
        new TransactionRequest(
            lane, Action.TRUSTLINE, farmer.id(), 1L, trustline(farmer, null).call(), null);
    long second = transactions.request(next).orElseThrow();
    Farmer other = farm.farmer(pooler, FarmerState.FUNDED);
    signer.hold(other.custodial());
    node.account(other.custodial(), 7);
    long elsewhere = transactions.request(trustline(other, null)).orElseThrow();
    step();
    assertThat(node.inFlight()).isEqualTo(2);
    assertThat(List.of(state(first), state(second), state(elsewhere)))
        .containsExactly("BUILT", "QUEUED", "BUILT");
    node.close();
    step();
    assertThat(List.of(state(first), state(second), state(elsewhere)))
        .containsExactly("LANDED", "BUILT", "LANDED");
    node.close();
    step();
    assertThat(state(second)).isEqualTo("LANDED");
    assertThat(node.sequence(lane)).isEqualTo(43);
  }

  @Test
  void keepsBackWhatWouldWaitTooLongInTheNetworkAndSendsItAsSoonAsThereIsRoom() {
    List<Long> ids = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      Farmer another = farm.farmer(pooler, FarmerState.FUNDED);
      signer.hold(another.custodial());
      node.account(another.custodial(), 7);
      ids.add(transactions.request(trustline(another, null)).orElseThrow());
    }
    step();
    assertThat(node.inFlight()).isEqualTo(3);
    assertThat(ids.stream().map(this::state))
        .containsExactly("BUILT", "BUILT", "BUILT", "QUEUED", "QUEUED");
    node.close();
    step();
    assertThat(ids.stream().map(this::state))
        .containsExactly("LANDED", "LANDED", "LANDED", "BUILT", "BUILT");
  }

  @Test
  void sendsAWorkBeforeTheHarvestsThatWereAskedForBefore() {
    long trustline = transactions.request(trustline(farmer, null)).orElseThrow();
    long harvest = requested(Action.HARVEST, 7L);
    long plant = requested(Action.PLANT, 8L);
    long work = requested(Action.WORK, 8L);
    assertThat(inTurn(4)).containsExactly(work, plant, harvest, trustline);
  }

  @Test
  void sendsTheWorkOfAFarmerWithoutXlmBeforeTheHarvestsThatWaitOnThePoolersLane() {
    Address wallet = pooler.wallet();
    long first = requested(wallet, farmer, Action.HARVEST, 7L);
    long second = requested(wallet, farm.farmer(pooler, FarmerState.ACTIVE), Action.HARVEST, 7L);
    long work = requested(wallet, farm.farmer(pooler, FarmerState.ACTIVE), Action.WORK, 8L);
    assertThat(inTurn(wallet, 3)).containsExactly(work, first, second);
  }

  @Test
  void keepsALaneFreeForThePlantOfTheNextBlockAndNoOther() {
    chain.tip();
    Farmer leaving = farm.farmer(pooler, FarmerState.FUNDED);
    signer.hold(leaving.custodial());
    node.account(leaving.custodial(), 7);
    transactions.expectPlants(Set.of(lane), node.closeTime + 12);
    requested(Action.HARVEST, 7L);
    long other = requested(leaving.custodial(), leaving, Action.HARVEST, 7L);
    step();
    assertThat(node.inFlight()).isEqualTo(1);
    assertThat(state(other)).as("it plants no more").isEqualTo("BUILT");
    long plant = requested(Action.PLANT, 8L);
    step();
    assertThat(state(plant)).isEqualTo("BUILT");
    transactions.expectPlants(Set.of(), 0);
  }

  @Test
  void aFarmerWith250OpenPailsWhoLeavesInTheMiddleOfABlockHasItsWorkSentInTimeAndLosesNoPail() {
    chain.tip();
    Instant work = Instant.ofEpochSecond(node.closeTime + 12);
    transactions.expectWorks(Map.of(lane, work));
    List<Long> harvests = new ArrayList<>();
    for (long block = 250; block > 0; block--) {
      harvests.addFirst(requested(Action.HARVEST, block));
    }
    while (node.closeTime < work.getEpochSecond()) {
      transactions.expectWorks(Map.of(lane, work));
      step();
      assertThat(node.sent).as("nothing stands before the work").isEmpty();
      node.close();
      chain.tip();
    }
    long asked = requested(Action.WORK, 251L);
    step();
    assertThat(state(asked)).as("in front of all harvests").isEqualTo("BUILT");
    farm.run("update transactions set state = 'REFUSED', cause = 'OTHER' where id = " + asked);
    transactions.expectWorks(Map.of());
    assertThat(inTurn(250))
        .as("all of them, that of the oldest block, which expires first, at once")
        .containsExactlyElementsOf(harvests);
  }

  private long requested(Action action, long block) {
    return requested(lane, farmer, action, block);
  }

  private long requested(Address from, Farmer whose, Action action, long block) {
    Call call = new Call.Operations(List.of(new Call.OpenTrustline(null)));
    return transactions
        .request(new TransactionRequest(from, action, whose.id(), block, call, null))
        .orElseThrow();
  }

  private List<Long> inTurn(int count) {
    return inTurn(lane, count);
  }

  private List<Long> inTurn(Address from, int count) {
    List<Long> order = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long next = open.head(from).orElseThrow().id();
      assertThat(open.heads()).extracting(LaneRow::id).containsExactly(next);
      order.add(next);
      farm.run("update transactions set state = 'REFUSED', cause = 'OTHER' where id = " + next);
    }
    return order;
  }

  @Test
  void keepsALaneFreeForTheWorkThatIsDueThereSoon() {
    chain.tip();
    transactions.expectWorks(Map.of(lane, Instant.ofEpochSecond(node.closeTime + 12)));
    long id = requested(Action.HARVEST, 7L);
    step();
    assertThat(node.sent).as("a harvest just before a work").isEmpty();
    transactions.expectWorks(Map.of(lane, Instant.ofEpochSecond(node.closeTime + 60)));
    step();
    assertThat(RecordedCalls.inner(node.sent.getFirst()).getTx().getCond().getTimeBounds())
        .extracting(
            bounds -> bounds.getMaxTime().getTimePoint().getUint64().getNumber().longValue())
        .as("it is over before the work's turn")
        .isEqualTo(node.closeTime + 59);
    assertThat(state(id)).isEqualTo("BUILT");
    transactions.expectWorks(Map.of());
  }
}
