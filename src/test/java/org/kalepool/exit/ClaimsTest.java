package org.kalepool.exit;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.kalepool.farmer.Farmer;
import org.kalepool.farmer.FarmerState;
import org.kalepool.farmer.Farmers;
import org.kalepool.kale.Address;
import org.kalepool.kale.BalanceId;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;
import org.kalepool.lab.step.SteppedTasks;
import org.kalepool.pooler.Pooler;
import org.kalepool.schedule.Tasks;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.Call;
import org.kalepool.stellar.Cause;
import org.kalepool.stellar.Claimable;
import org.kalepool.stellar.Outcome;
import org.kalepool.stellar.TransactionRequest;
import org.kalepool.testing.FakeBooks;
import org.kalepool.testing.FakeChain;
import org.kalepool.testing.FakeTransactions;
import org.kalepool.testing.Fakes;
import org.kalepool.testing.FarmRows;
import org.kalepool.testing.PostgresResource;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(Fakes.class)
class ClaimsTest {
  private static final BalanceId BALANCE = new BalanceId(new Hash("cd".repeat(32)));
  private static final Hash HASH = new Hash("ab".repeat(32));
  private static final Kale K25 = Kale.parse("25");

  @Inject Departures departures;
  @Inject FarmRows farm;
  @Inject FakeChain chain;
  @Inject FakeTransactions transactions;
  @Inject FakeBooks books;
  @Inject Farmers farmers;
  @Inject Tasks tasks;

  private Farmer farmer;

  @BeforeEach
  void oneActiveFarmer() {
    chain.reset();
    chain.setLedger(1_000, 1_800_000_000);
    transactions.clear();
    books.clear();
    for (FarmerState state : List.of(FarmerState.LEAVING, FarmerState.ACTIVE)) {
      farmers.in(state).forEach(it -> farm.moved(it.id(), state, FarmerState.SUSPENDED));
    }
    Pooler pooler = farm.pooler(5_000);
    farmer = farm.farmer(pooler, FarmerState.ACTIVE);
    books.position(farmer.id(), "100", "20", "0", "3");
    chain.account(farmer.custodial(), "3", "100", "900000000000");
    chain.account(farmer.payout(), "5", "0", "900000000000");
    chain.account(pooler.wallet(), "5", "50", "900000000000");
  }

  private ValidatableResponse post(@Nullable String body) {
    return given()
        .header("Authorization", "Bearer " + FarmRows.token(farmer.id()))
        .contentType("application/json")
        .body(body)
        .post("/api/v1/farmers/" + farmer.id() + "/claims")
        .then();
  }

  private ValidatableResponse claim(BalanceId balance) {
    return post("{\"balance_id\": \"" + balance.hex() + "\"}");
  }

  private ValidatableResponse list() {
    return given()
        .header("Authorization", "Bearer " + FarmRows.token(farmer.id()))
        .get("/api/v1/farmers/" + farmer.id() + "/claims")
        .then()
        .statusCode(200);
  }

  private static Claimable of(@Nullable Kale kale, Address... claimants) {
    return new Claimable(kale, Set.of(claimants), Set.of(claimants));
  }

  private long underWay() {
    Map<Long, TransactionRequest> open = transactions.open(Action.CLAIM);
    assertThat(open).hasSize(1);
    return open.keySet().iterator().next();
  }

  private void leave() {
    assertThat(departures.leave(farmer.id(), "farmer")).isInstanceOf(Departures.Answer.Done.class);
    ((SteppedTasks) tasks).runAll();
  }

  @Test
  void aClaimIsMadeOnceBookedWhenItLandsAndHoldsTheExitMeanwhile() {
    chain.putClaimable(BALANCE, of(K25, farmer.custodial(), farmer.payout()));
    claim(BALANCE)
        .statusCode(202)
        .body("state", equalTo("UNDER_WAY"))
        .body("balance_id", equalTo("00000000" + "cd".repeat(32)))
        .body("amount", equalTo(250_000_000));
    post("{\"balance_id\": \"" + BALANCE.text() + "\"}")
        .statusCode(202)
        .body("state", equalTo("UNDER_WAY"));
    long id = underWay();
    TransactionRequest request = Objects.requireNonNull(transactions.open(Action.CLAIM).get(id));
    assertThat(request.lane()).isEqualTo(farmer.custodial());
    assertThat(request.call())
        .isEqualTo(new Call.Operations(List.of(new Call.Claim(null, BALANCE))));

    leave();
    assertThat(transactions.open(Action.SPLIT)).isEmpty();
    assertThat(departures.status(farmer.id()).orElseThrow().waitingFor())
        .extracting(it -> it.code())
        .isEqualTo("OPEN_TRANSACTIONS");

    transactions.settle(
        id, new Outcome.Landed(HASH, 1_010, 1_800_000_050, Xlm.ofStroops(100), null, null, null));
    assertThat(books.depositsOfKale()).containsExactly(farmer.id() + " 25.0000000 claim " + id);
    list().body("[0].state", equalTo("CLAIMED")).body("size()", equalTo(1));
    claim(BALANCE).statusCode(202).body("state", equalTo("CLAIMED"));
    assertThat(transactions.open(Action.CLAIM)).isEmpty();
  }

  @Test
  void aClaimThatFailedCanBeMadeAgain() {
    chain.putClaimable(BALANCE, of(K25, farmer.custodial()));
    claim(BALANCE).statusCode(202);
    transactions.settle(
        underWay(),
        new Outcome.Failed(HASH, 1_010, 1_800_000_050, Xlm.ofStroops(100), Cause.OTHER, "why"));
    assertThat(books.depositsOfKale()).isEmpty();
    list().body("[0].state", equalTo("FAILED")).body("[0].cause", equalTo("OTHER"));
    claim(BALANCE).statusCode(202).body("state", equalTo("UNDER_WAY"));
    BalanceId other = new BalanceId(HASH);
    chain.putClaimable(other, of(K25, farmer.custodial()));
    claim(other).statusCode(409).body("code", equalTo("conflict"));
  }

  @Test
  void whatCannotBeClaimedIsSaidAndCostsNothing() {
    claim(BALANCE).statusCode(409).body("code", equalTo("not_claimable"));
    chain.putClaimable(BALANCE, of(null, farmer.custodial()));
    claim(BALANCE).statusCode(409).body("detail", containsString("KALE"));
    chain.putClaimable(BALANCE, of(K25, farmer.payout()));
    claim(BALANCE).statusCode(409).body("detail", containsString("none of its claimants"));
    chain.putClaimable(BALANCE, new Claimable(K25, Set.of(farmer.custodial()), Set.of()));
    claim(BALANCE).statusCode(409).body("detail", containsString("now"));
    chain.putClaimable(BALANCE, of(K25, farmer.custodial()));
    chain.account(farmer.custodial(), "3");
    claim(BALANCE).statusCode(409).body("detail", containsString("trustline"));
    post("{\"balance_id\": \"00\"}").statusCode(422).body("code", equalTo("validation_failed"));
    post("{}").statusCode(422);
    chain.setDown(true);
    claim(BALANCE).statusCode(503).body("code", equalTo("network_unavailable"));
    assertThat(transactions.open()).isEmpty();
  }

  @Test
  void nothingIsClaimedOnceThePayoutIsSent() {
    chain.putClaimable(BALANCE, of(K25, farmer.custodial()));
    leave();
    assertThat(transactions.open(Action.SPLIT)).hasSize(1);
    claim(BALANCE).statusCode(409).body("code", equalTo("split_sent"));
    given()
        .contentType("application/json")
        .body("{}")
        .post("/api/v1/farmers/" + farmer.id() + "/claims")
        .then()
        .statusCode(401);
  }
}
