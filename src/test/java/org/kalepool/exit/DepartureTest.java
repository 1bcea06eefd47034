package org.kalepool.exit;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.kalepool.farmer.Farmer;
import org.kalepool.farmer.FarmerState;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.Call;
import org.kalepool.stellar.Cause;
import org.kalepool.stellar.Outcome;
import org.kalepool.stellar.TransactionRequest;
import org.kalepool.testing.Fakes;
import org.kalepool.testing.FarmRows;
import org.kalepool.testing.PostgresResource;

/** Who may leave or stay, and what a payout waits for. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(Fakes.class)
class DepartureTest extends ExitFixture {
  @Test
  void asksForTheMemoThatThePayoutWalletRequiresBeforeAnythingIsSent() {
    chain.requireMemo(farmer.payout());
    leave();
    assertThat(transactions.open()).isEmpty();
    assertThat(waitingFor()).isEqualTo("MEMO_REQUIRED");
  }

  @Test
  void waitsForOpenPailsAndTransactions() {
    farm.planted(farmer, 70, "50", 900);
    leave();
    assertThat(transactions.open(Action.SPLIT)).isEmpty();
    assertThat(waitingFor()).isEqualTo("OPEN_PAILS");
    assertThat(status().openPails()).isEqualTo(1);

    farm.harvested(farmer, 70);
    transactions.request(
        new TransactionRequest(
            farmer.custodial(),
            Action.TRUSTLINE,
            farmer.id(),
            null,
            new Call.Operations(List.of(new Call.OpenTrustline(null))),
            null));
    sweep.sweep();
    assertThat(waitingFor()).isEqualTo("OPEN_TRANSACTIONS");

    long other = transactions.open(Action.TRUSTLINE).keySet().iterator().next();
    transactions.settle(other, new Outcome.Refused(null, Cause.EXPIRED, "test"));
    run();
    assertThat(transactions.open(Action.SPLIT)).hasSize(1);
    assertThat(waitingFor()).isEqualTo("nothing");
  }

  @Test
  void aDifferenceStopsThePayoutUntilItIsCleared() {
    farm.reconciled(farmer, "custody", 1);
    leave();
    assertThat(waitingFor()).isEqualTo("RECONCILIATION");
    farm.reconciled(farmer, "custody", 0);
    sweep.sweep();
    assertThat(transactions.open(Action.SPLIT)).hasSize(1);
  }

  @Test
  void canBeWithdrawnUntilTheSplitIsSent() {
    farm.planted(farmer, 71, "50", 900);
    leave();
    assertThat(departures.withdraw(farmer.id(), "farmer"))
        .isInstanceOf(Departures.Answer.Done.class);
    assertThat(state()).isEqualTo(FarmerState.ACTIVE);
    assertThat(departures.withdraw(farmer.id(), "farmer"))
        .isEqualTo(new Departures.Answer.NotLeaving());

    farm.harvested(farmer, 71);
    sweep.sweep();
    assertThat(transactions.open(Action.SPLIT)).isEmpty();

    leave();
    assertThat(departures.withdraw(farmer.id(), "farmer"))
        .isEqualTo(new Departures.Answer.SplitSent());
    assertThat(state()).isEqualTo(FarmerState.LEAVING);
  }

  @Test
  void aWithdrawalBetweenLookingAndPayingWins() {
    farm.planted(farmer, 72, "50", 900);
    leave();
    farm.harvested(farmer, 72);
    // The sweep has listed its farmers as leaving when the withdrawal comes through.
    chain.beforeAnswer(() -> departures.withdraw(farmer.id(), "farmer"));
    sweep.sweep();
    assertThat(transactions.open(Action.SPLIT)).isEmpty();
    assertThat(state()).isEqualTo(FarmerState.ACTIVE);
  }

  @Test
  void askingTwiceChangesNothing() {
    farm.planted(farmer, 73, "50", 900);
    leave();
    leave();
    assertThat(
            farm.rows(
                "select count(*) from farmer_events where farmer_id = ? and to_state = 'LEAVING'",
                farmer.id()))
        .containsExactly("1");
  }

  @Test
  void theSuspendedAndTheDepartedCannotLeave() {
    farm.moved(farmer.id(), FarmerState.ACTIVE, FarmerState.SUSPENDED);
    assertThat(departures.leave(farmer.id(), "farmer"))
        .isEqualTo(new Departures.Answer.Suspended());
    farm.moved(farmer.id(), FarmerState.SUSPENDED, FarmerState.DEPARTED);
    assertThat(departures.leave(farmer.id(), "farmer")).isEqualTo(new Departures.Answer.Departed());
    assertThat(departures.leave(UUID.randomUUID(), "farmer"))
        .isEqualTo(new Departures.Answer.Unknown());
  }

  private ValidatableResponse call(String method, Farmer whose) {
    return given()
        .header("Authorization", "Bearer " + FarmRows.token(whose.id()))
        .request(method, "/api/v1/farmers/" + farmer.id() + "/exit")
        .then();
  }

  @Test
  void farmersLeaveAndStayOverRest() {
    farm.planted(farmer, 74, "50", 900);
    call("DELETE", farmer).statusCode(409).body("code", equalTo("not_leaving"));
    call("POST", farmer)
        .statusCode(202)
        .body("state", equalTo("LEAVING"))
        .body("open_pails", equalTo(1))
        .body("split_sent", equalTo(false));
    run();
    call("GET", farmer).statusCode(200).body("waiting_for.code", equalTo("OPEN_PAILS"));
    call("DELETE", farmer).statusCode(200).body("state", equalTo("ACTIVE"));
    farm.harvested(farmer, 74);
    call("POST", farmer).statusCode(202);
    run();
    call("DELETE", farmer).statusCode(409).body("code", equalTo("split_sent"));
    assertThat(
            farm.rows(
                "select by_whom, why from farmer_events where farmer_id = ? and why <> 'by the test'"
                    + " order by id",
                farmer.id()))
        .containsExactly(
            "farmer asked to leave", "farmer withdrew the exit", "farmer asked to leave");
  }

  @Test
  void nobodyLeavesForSomebodyElse() {
    Farmer other = farm.farmer(pooler, FarmerState.ACTIVE);
    call("POST", other).statusCode(403).body("code", equalTo("forbidden"));
    given()
        .post("/api/v1/farmers/" + farmer.id() + "/exit")
        .then()
        .statusCode(401)
        .body("code", equalTo("unauthorized"));
    assertThat(state()).isEqualTo(FarmerState.ACTIVE);
  }
}
