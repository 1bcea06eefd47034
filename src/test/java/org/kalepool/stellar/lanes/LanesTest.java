package org.kalepool.stellar.lanes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.kalepool.farmer.Farmer;
import org.kalepool.farmer.FarmerState;
import org.kalepool.kale.Address;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.Call;
import org.kalepool.stellar.Cause;
import org.kalepool.stellar.OpenTransactions;
import org.kalepool.stellar.Outcome;
import org.kalepool.stellar.RecordedCalls;
import org.kalepool.stellar.TransactionRequest;
import org.kalepool.stellar.rpc.TestNetwork;
import org.kalepool.stellar.xdr.Xdr;
import org.kalepool.testing.PostgresResource;

/** What a lane does when all goes well, and when a request is refused. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(LanesProfile.class)
class LanesTest extends LanesFixture {
  private static final String WAITING =
      "select pid from pg_stat_activity where datname = current_database()"
          + " and wait_event_type = 'Lock'";

  @Test
  void landsAndTellsItOnce() {
    long id = requested(null);
    assertThat(state(id)).isEqualTo("BUILT");
    assertThat(transactions.busy(lane)).isTrue();
    node.close();
    step();
    step();
    assertThat(state(id)).isEqualTo("LANDED");
    assertThat(outcome())
        .isInstanceOfSatisfying(
            Outcome.Landed.class,
            landed -> {
              assertThat(landed.ledger()).isEqualTo(node.ledger);
              assertThat(landed.closeTime()).isEqualTo(node.closeTime);
              assertThat(landed.fee()).isEqualTo(Xlm.ofStroops(100));
              assertThat(landed.block()).isNull();
            });
    assertThat(settled.all().getFirst().feePayer()).isEqualTo(lane);
    assertThat(settled.all().getFirst().request()).isEqualTo(trustline(farmer, null));
    assertThat(transactions.busy(lane)).isFalse();
    assertThat(landingTimes.recent().getLast().ledgers()).isEqualTo(1);
  }

  @Test
  void refusesTheSameDeedWhileItIsOpenWithoutSpoilingTheCallersTransaction() {
    long first = requested(null);
    OptionalLong second =
        QuarkusTransaction.requiringNew()
            .call(
                () -> {
                  OptionalLong refused = transactions.request(trustline(farmer, null));
                  farm.reconciled(farmer, "after a refusal", 1);
                  return refused;
                });
    assertThat(second).isEmpty();
    assertThat(transactions.open(farmer.id(), null, Action.TRUSTLINE))
        .contains(trustline(farmer, null));
    assertThat(farm.rows("select what from reconciliations where farmer_id = ?", farmer.id()))
        .containsExactly("after a refusal");
    node.close();
    step();
    assertThat(state(first)).isEqualTo("LANDED");
    assertThat(transactions.request(trustline(farmer, null))).isPresent();
  }

  @Test
  void asksNothingOfTheNetworkIfTheCallerRollsBack() {
    QuarkusTransaction.begin();
    assertThat(transactions.request(trustline(farmer, null))).isPresent();
    QuarkusTransaction.rollback();
    step();
    assertThat(node.sent).isEmpty();
    assertThat(transactions.busy(lane)).isFalse();
  }

  @Test
  void neverSendsWhatComesTooLate() {
    node.closeAfter(100);
    step();
    long id =
        transactions
            .request(
                new TransactionRequest(
                    lane,
                    Action.PLANT,
                    farmer.id(),
                    5L,
                    new Call.Plant(lane, Kale.parse("1")),
                    node.closeTime))
            .orElseThrow();
    node.closeAfter(1);
    step();
    assertThat(state(id)).isEqualTo("REFUSED");
    assertThat(((Outcome.Refused) outcome()).cause()).isEqualTo(Cause.BLOCK_CLOSED);
    assertThat(node.sent).isEmpty();
  }

  @Test
  void raisesTheFeeUpToTheCap() {
    for (int i = 0; i < 3; i++) {
      node.refuse(-9);
    }
    long id = requested(null);
    step();
    step();
    step();
    node.close();
    step();
    assertThat(state(id)).isEqualTo("LANDED");
    assertThat(node.sent)
        .extracting(it -> Xdr.value(RecordedCalls.inner(it).getTx().getFee()))
        .containsExactly(100L, 200L, 300L, 300L);
  }

  /** Whoever holds the farmer and asks for the same deed again waits for the transaction's end. */
  @Test
  void theEndOfATransactionWaitsForItsFarmerWithNothingInItsHands() throws Exception {
    long id = requested(null);
    node.close();
    QuarkusTransaction.begin();
    farm.rows("select id from farmers where id = ? for no key update", farmer.id());
    Thread lanesMove = Thread.ofPlatform().start(this::step);
    await().until(() -> !farm.rows(WAITING).isEmpty());
    assertThat(farm.rows("select id from transactions where id = ? for update skip locked", id))
        .hasSize(1);
    QuarkusTransaction.commit();
    lanesMove.join();
    assertThat(state(id)).isEqualTo("LANDED");
  }

  @Test
  void settlesWhatIsRefusedForGood() {
    node.refuse(-7);
    long id = requested(null);
    assertThat(state(id)).isEqualTo("REFUSED");
    assertThat(((Outcome.Refused) outcome()).cause()).isEqualTo(Cause.INSUFFICIENT_XLM);
    assertThat(transactions.request(trustline(farmer, null)))
        .as("again, though nothing can have changed")
        .isEmpty();
    somethingChanges();
    assertThat(transactions.request(trustline(farmer, null))).isPresent();
  }

  @Test
  void signsOnlyForAccountsThatThePoolHolds() {
    Farmer stranger = farm.farmer(pooler, FarmerState.FUNDED);
    node.account(stranger.custodial(), 1);
    long id = transactions.request(trustline(stranger, null)).orElseThrow();
    step();
    assertThat(state(id)).isEqualTo("REFUSED");
    assertThat(((Outcome.Refused) outcome()).cause()).isEqualTo(Cause.BAD_SIGNATURE);
  }

  @Test
  void givesUpOnlyWhatCanLandNoMore() {
    long id = requested(null);
    assertThat(operator.list())
        .extracting(OpenTransactions.Open::id, OpenTransactions.Open::state)
        .containsExactly(tuple(id, "BUILT"));
    assertThat(operator.giveUp(id, "because")).isEqualTo(OpenTransactions.GivingUp.MAY_STILL_LAND);
    Farmer other = farm.farmer(pooler, FarmerState.FUNDED);
    long queued = transactions.request(trustline(other, null)).orElseThrow();
    assertThat(operator.giveUp(queued, "because")).isEqualTo(OpenTransactions.GivingUp.DONE);
    assertThat(((Outcome.Refused) outcome()).cause()).isEqualTo(Cause.GIVEN_UP);
    assertThat(operator.giveUp(queued, "because")).isEqualTo(OpenTransactions.GivingUp.NOT_OPEN);
  }

  @Test
  void blamesThePoolForWhatCannotBeWritten() {
    Address contract = TestNetwork.settings().network().contract();
    long id =
        transactions
            .request(
                new TransactionRequest(
                    lane,
                    Action.TRUSTLINE,
                    farmer.id(),
                    null,
                    new Call.Operations(List.of(new Call.Merge(null, contract))),
                    null))
            .orElseThrow();
    step();
    assertThat(state(id)).isEqualTo("REFUSED");
    assertThat(((Outcome.Refused) outcome()).cause()).isEqualTo(Cause.MALFORMED);
  }
}
