package org.kalepool.harvest;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Test;
import org.kalepool.kale.Xlm;
import org.kalepool.stellar.Cause;
import org.kalepool.stellar.TransactionRequest;
import org.kalepool.testing.FakeChain;
import org.kalepool.testing.FakeNetwork;
import org.kalepool.testing.PostgresResource;
import org.kalepool.testing.StageFixture.Planter;
import org.kalepool.testing.StagesProfile;

/** Which account pays for a harvest. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(StagesProfile.class)
class HarvestFeeTest extends HarvestFixture {
  @Test
  void thePoolersWalletCarriesWhatTheFarmerCannotPayAndIsOwedTheFee() {
    Planter farmer = fixture.active(50, 1, "100", "10");
    plant();
    work(farmer);
    stop(farmer);
    chain.setXlm(farmer.custodial(), FakeChain.RESERVE.plus(Xlm.ofStroops(12_999)));
    chain.openNext();
    fixture.step();
    assertThat(harvests())
        .extracting(TransactionRequest::lane)
        .containsExactly(poolers.own().wallet());
    chain.setXlm(poolers.own().wallet(), Xlm.parse("5"));
    network.landAll();
    assertThat(
            fixture.rows(
                "select balance from account_balances where account = ?",
                "advanced:" + farmer.id()))
        .containsExactly("13000");
    assertThat(books.position(farmer.id()).advanced()).isEqualTo(Xlm.ofStroops(13_000));
    assertThat(books.position(farmer.id()).fees()).isEqualTo(FakeNetwork.PLANT_FEE);
  }

  @Test
  void sendsFromThePoolersWalletWhatTheFarmersAccountTurnedOutNotToPay() {
    Planter farmer = fixture.active(50, 1, "100", "10");
    plant();
    work(farmer);
    stop(farmer);
    chain.openNext();
    fixture.step();
    TransactionRequest first = harvests().getFirst();
    assertThat(first.lane()).isEqualTo(farmer.custodial());
    network.refuse(first, Cause.INSUFFICIENT_XLM);
    chain.close(6);
    fixture.step();
    assertThat(harvests())
        .extracting(TransactionRequest::lane)
        .containsExactly(poolers.own().wallet());
    network.refuse(harvests().getFirst(), Cause.INSUFFICIENT_XLM);
    chain.close(12);
    fixture.step();
    assertThat(harvests()).extracting(TransactionRequest::lane).containsExactly(farmer.custodial());
  }

  @Test
  void asksNoMoreHarvestsOfAnAccountThanItCanPay() {
    Planter farmer = fixture.active(50, 2, "100", "10");
    plant();
    work(farmer);
    chain.openNext();
    plant();
    work(farmer);
    fixture.move(farmer, "ACTIVE", "LEAVING");
    chain.setXlm(farmer.custodial(), FakeChain.RESERVE.plus(Xlm.ofStroops(2 * 13_000 - 1)));
    chain.openNext();
    fixture.step();
    assertThat(harvests())
        .extracting(TransactionRequest::lane)
        .containsExactly(farmer.custodial(), poolers.own().wallet());
  }
}
