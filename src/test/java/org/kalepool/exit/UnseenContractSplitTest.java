package org.kalepool.exit;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.kalepool.books.PayoutFound;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.Call;
import org.kalepool.stellar.Cause;
import org.kalepool.stellar.Holdings;
import org.kalepool.stellar.Movements.Movement;
import org.kalepool.stellar.Outcome;
import org.kalepool.stellar.PoolContracts;
import org.kalepool.testing.FakeContracts;
import org.kalepool.testing.PostgresResource;
import org.kalepool.testing.StagesProfile;

/** Payouts by the split contract that landed without the pool having seen it. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(StagesProfile.class)
class UnseenContractSplitTest extends SplitByContractFixture {
  @Inject Event<PayoutFound> payoutFound;

  private static final Hash FIRST = new Hash("1a".repeat(32));
  private static final Hash LAST = new Hash("3c".repeat(32));

  /** Its number was used, and no node knows the transaction any more. */
  private void forgotten() {
    settle(Action.SPLIT, new Outcome.Refused(null, Cause.SEQUENCE_TAKEN, "by the test"));
    pass();
  }

  @Test
  void oneThatLandedUnseenIsToldByTheContract() {
    leave();
    forgotten();
    chain.setKale(farmer.custodial(), Kale.ZERO);
    chain.setXlm(farmer.custodial(), Xlm.parse("9.97"));
    contracts.wasSplit(farmer.id(), chain.now().ledger());
    exits.sweep();
    assertThat(fixture.state(farmer)).as("the node tells of nothing sent").isEqualTo("LEAVING");

    long ledger = chain.now().ledger();
    chain.history().sent(farmer.custodial(), pooler.wallet(), "10", ledger, LAST);
    chain.history().sent(farmer.custodial(), payout, "110", ledger, LAST);
    exits.sweep();
    assertThat(fixture.state(farmer)).as(waiting()).isEqualTo("DEPARTED");
    assertThat(splitRows()).containsExactly("100000000 1100000000 300000");
    late.sweep();
    assertThat(sent(Action.LATE).call()).isInstanceOf(Call.Operations.class);
  }

  @Test
  void oneThatLandedUnseenWithWhatCameInOnTheWayIsBookedWithIt() {
    leave();
    forgotten();
    chain.setKale(farmer.custodial(), Kale.ZERO);
    chain.setXlm(farmer.custodial(), Xlm.parse("9.97"));
    long ledger = chain.now().ledger();
    contracts.wasSplit(farmer.id(), ledger);
    chain.history().sent(farmer.custodial(), pooler.wallet(), "10", ledger, LAST);
    chain.history().sent(farmer.custodial(), payout, "110.5", ledger, LAST);
    exits.sweep();
    assertThat(fixture.state(farmer)).as(waiting()).isEqualTo("DEPARTED");
    assertThat(splitRows()).containsExactly("100000000 1105000000 300000");
    nothingIsLeftOfKale();
    assertThat(books.position(farmer.id()).deposited()).isEqualTo(Kale.parse("100.5"));
  }

  @Test
  void oneThatHasNotLandedIsMadeAgain() {
    leave();
    forgotten();
    exits.sweep();
    assertThat(split().earned()).isEqualTo(Kale.parse("20"));
    assertThat(splitRows()).isEmpty();
  }

  private void found(List<Movement> sent) {
    Holdings left = chain.holdings(List.of(farmer.custodial())).get(farmer.custodial());
    QuarkusTransaction.requiringNew()
        .run(
            () ->
                payoutFound.fire(
                    new PayoutFound(farmer.id(), 1_000, 1, sent, Kale.ZERO, left, true, false)));
  }

  @Test
  void afterARestoreTheContractTellsThePayoutAtTheEndThoughTheAccountIsThere() {
    fixture.held(farmer);
    List<Movement> sent = new ArrayList<>();
    sent.add(chain.history().sent(farmer.custodial(), pooler.wallet(), "10", 30, LAST));
    sent.add(chain.history().sent(farmer.custodial(), payout, "110", 30, LAST));
    chain.setKale(farmer.custodial(), Kale.ZERO);
    chain.setXlm(farmer.custodial(), Xlm.parse("9.97"));
    contracts.wasSplit(farmer.id(), 30);
    found(sent);
    assertThat(fixture.state(farmer)).isEqualTo("DEPARTED");
    assertThat(splitRows()).containsExactly("100000000 1100000000 300000");
    late.sweep();
    assertThat(sent(Action.LATE).call()).isInstanceOf(Call.Operations.class);
  }

  @Test
  void afterARestoreTheShareIsWhatTheContractRoundsByVersion() {
    // of 20.0000001 one stroop was paid before, all of it the farmer's: by the books half of the
    // other 20 and of that stroop is the pooler's, by the contract half of the 20
    fixture.held(farmer);
    earned(6, "0.0000001", 11);
    earned(7, "0.0000001", 12);
    List<Movement> sent = new ArrayList<>();
    sent.add(chain.history().sent(farmer.custodial(), payout, "0.0000001", 20, FIRST));
    sent.add(chain.history().sent(farmer.custodial(), pooler.wallet(), "10", 30, LAST));
    sent.add(chain.history().sent(farmer.custodial(), payout, "110.0000001", 30, LAST));
    chain.setKale(farmer.custodial(), Kale.ZERO);
    contracts.wasSplit(farmer.id(), 30);
    found(sent);
    assertThat(fixture.state(farmer)).isEqualTo("DEPARTED");
    assertThat(fixture.rows("select to_pooler, to_farmer from splits"))
        .containsExactly("100000000 1100000001");
    assertThat(paid()).containsExactly("1 1 0 0 " + FIRST.hex() + " 20");
    nothingIsLeftOfKale();
  }

  /**
   * By the books it may have been a payout of what was earned, too, with a debt of a stroop more.
   */
  @Test
  void afterARestoreTheContractTellsThePayoutAtTheEndFromOneOfWhatWasEarned() {
    lost("100.0000001");
    List<Movement> sent = List.of(sent(payout, "19.9999999"));
    told("20", "19.9999999", part("10", "10", "0", "0", "0"));
    found(sent);
    assertThat(fixture.state(farmer)).isEqualTo("DEPARTED");
    assertThat(fixture.rows("select to_pooler, to_farmer, debt from splits"))
        .containsExactly("0 199999999 900000001");
    assertThat(paid()).isEmpty();
    nothingIsLeftOfKale();
  }

  @Test
  void withoutTheContractsWordAStroopThatSomebodyWouldOweMoreIsForAnOperator() {
    lost("100.0000001");
    List<Movement> sent = List.of(sent(payout, "19.9999999"));
    contracts.wasSplit(farmer.id(), 30);
    found(sent);
    assertThat(fixture.state(farmer)).isEqualTo("SUSPENDED");
    assertThat(splitRows()).isEmpty();
  }

  @Test
  void afterARestoreTheContractTellsWhatItHoldsForAWalletThatTookNothing() {
    fixture.held(farmer);
    List<Movement> sent = List.of(sent(FakeContracts.SPLIT, "10"), sent(payout, "110"));
    told("20", "110", part("10", "0", "0", "0", "10"));
    found(sent);
    assertThat(fixture.state(farmer)).isEqualTo("DEPARTED");
    assertThat(fixture.rows("select to_pooler, to_farmer from splits"))
        .containsExactly("100000000 1100000000");
    nothingIsLeftOfKale();
  }

  /** What the books lack an operator finds. */
  @Test
  void afterARestoreBooksThatLackWhatTheContractWasToldWaitForAnOperator() {
    fixture.held(farmer);
    List<Movement> sent = List.of(sent(pooler.wallet(), "10"), sent(payout, "110"));
    told("20.0000001", "110", part("10", "0", "10", "0", "0"));
    found(sent);
    assertThat(fixture.state(farmer)).isEqualTo("SUSPENDED");
    assertThat(splitRows()).isEmpty();
  }

  private void lost(String stake) {
    fixture.held(farmer);
    books.planted(farmer.id(), 6, Kale.parse(stake), 11);
    books.forfeited(farmer.id(), farmer.pooler(), 6, Kale.parse(stake), true, "NEVER_WORKED");
    chain.setKale(farmer.custodial(), Kale.ZERO);
  }

  private Movement sent(Address to, String kale) {
    return chain.history().sent(farmer.custodial(), to, kale, 30, LAST);
  }

  private void told(String earned, String rest, PoolContracts.PaidPart part) {
    chain.setKale(farmer.custodial(), Kale.ZERO);
    contracts.wasSplit(
        farmer.id(),
        30,
        new PoolContracts.WasSplit(
            LAST, payout, Kale.parse(earned), Kale.parse(rest), List.of(part)));
  }

  private PoolContracts.PaidPart part(
      String share, String owed, String paid, String added, String held) {
    return new PoolContracts.PaidPart(
        pooler.wallet(),
        Kale.parse(share),
        Kale.parse(owed),
        Kale.parse(paid),
        Kale.parse(added),
        Kale.parse(held));
  }
}
