package org.kalepool.farmer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Sha256;
import org.kalepool.kale.Xlm;
import org.kalepool.pooler.FarmerTerms;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.Call;
import org.kalepool.stellar.Cause;
import org.kalepool.stellar.Outcome;
import org.kalepool.stellar.TransactionRequest;
import org.kalepool.stellar.TransactionSettled;
import org.kalepool.testing.FakeContracts;
import org.kalepool.testing.PostgresResource;
import org.stellar.sdk.KeyPair;

/** From a vault's first KALE to an active farmer, and what its owner's own stop does. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(ApiProfile.class)
class VaultJoiningTest extends VaultFixture {
  @Inject StoppedVaults stoppedVaults;
  @Inject VaultNewcomers newcomers;
  @Inject FarmerTerms terms;

  private void settled(Response farmer, Outcome outcome) {
    TransactionRequest whole = asked(farmer).getLast();
    TransactionRequest own =
        whole.of(
            whole.deeds().stream()
                .filter(deed -> id(farmer).equals(deed.farmer()))
                .findFirst()
                .orElseThrow());
    QuarkusTransaction.requiringNew()
        .run(() -> newcomers.settled(new TransactionSettled(1, own, outcome)));
  }

  @Test
  void aDepositHasTheVaultMadeAndTheFarmerFarm() {
    Response farmer = vaultFarmer();
    Response other = vaultFarmer();
    deposits(farmer, "12.5");
    deposits(other, "10");
    vaultOnboarding.sweep();
    vaultOnboarding.sweep();
    assertThat(state(farmer)).isEqualTo(FarmerState.FUNDED);
    assertThat(asked(farmer)).as("both in one, asked for once").hasSize(1).isEqualTo(asked(other));
    TransactionRequest making = asked(farmer).getFirst();
    assertThat(making.action()).isEqualTo(Action.MAKE_VAULT);
    assertThat(making.call())
        .isInstanceOfSatisfying(
            Call.MakeMany.class,
            many -> {
              assertThat(many.contract()).isEqualTo(ApiProfile.POOL_CONTRACT);
              assertThat(many.operator()).isEqualTo(poolers.own().wallet());
              assertThat(many.cover()).isEqualTo(Kale.ZERO);
              assertThat(many.items())
                  .contains(
                      new Call.MakeVault(vault(farmer).making(), vault(farmer).address()),
                      new Call.MakeVault(vault(other).making(), vault(other).address()));
            });

    settled(farmer, new Outcome.Landed(Hash.ZERO, 101, 1, Xlm.ofStroops(100), null, null, null));
    assertThat(state(farmer)).isEqualTo(FarmerState.ACTIVE);
    assertThat(state(other)).isEqualTo(FarmerState.FUNDED);
    get(farmer, "")
        .then()
        .body("vault.made", equalTo(true))
        .body("events.to_state", equalTo(List.of("FUNDED", "ACTIVE")))
        .body("events.why[0]", containsString("12.5"));
    assertThat(vault(farmer).madeIn()).hasValue(101);
    assertThat(count("wallets where owner = '" + id(farmer) + "'")).isZero();
  }

  @Test
  void saysWhatIsMissingUntilThereIsEnough() {
    Response farmer = vaultFarmer();
    confirm(farmer)
        .then()
        .statusCode(200)
        .body("state", equalTo("REGISTERED"))
        .body("account_exists", equalTo(false))
        .body("missing_xlm", equalTo(0))
        .body("missing_kale", equalTo(100_000_000))
        .body("payment_uri", containsString("amount=10&"));
    deposits(farmer, "9.9999999");
    confirm(farmer)
        .then()
        .body("state", equalTo("REGISTERED"))
        .body("kale", equalTo(99_999_999))
        .body("missing_kale", equalTo(1));
    deposits(farmer, "10");
    confirm(farmer)
        .then()
        .body("state", equalTo("FUNDED"))
        .body("missing_kale", equalTo(0))
        .body("payment_uri", nullValue());
  }

  @Test
  void aVaultThatLandedUnseenOrThatAStrangerMadeIsTaken() {
    Response farmer = vaultFarmer();
    deposits(farmer, "10");
    vaultOnboarding.sweep();
    Response early = vaultFarmer();
    contracts.made(vault(farmer), Kale.parse("10"));
    contracts.made(vault(early), Kale.parse("11"));
    vaultOnboarding.sweep();
    assertThat(state(farmer)).isEqualTo(FarmerState.ACTIVE);
    assertThat(state(early)).isEqualTo(FarmerState.ACTIVE);
    assertThat(vault(early).madeIn()).hasValue(FakeContracts.LEDGER);
    assertThat(asked(early)).isEmpty();
  }

  @Test
  void whoMakesAnEmptyVaultHasNotPaid() {
    Response farmer = vaultFarmer();
    contracts.made(vault(farmer), Kale.parse("9"));
    vaultOnboarding.sweep();
    assertThat(state(farmer)).isEqualTo(FarmerState.REGISTERED);
    contracts.made(vault(farmer), Kale.parse("10"));
    vaultOnboarding.sweep();
    assertThat(state(farmer)).isEqualTo(FarmerState.ACTIVE);
  }

  @Test
  void aRegistrationThatNobodyPaysForLapsesAndItsDepositBringsItBack() {
    Response farmer = vaultFarmer();
    String address = farmer.path("vault.address");
    deposits(farmer, "3");
    later(LIFE);
    vaultOnboarding.sweep();
    assertThat(state(farmer)).isNull();
    as(farmer).get(path(farmer)).then().statusCode(410);
    lapsedSweep.sweep();
    assertThat(state(farmer)).as("too little for a vault").isNull();

    deposits(farmer, "10");
    lapsedSweep.sweep();
    assertThat(state(farmer)).isEqualTo(FarmerState.REGISTERED);
    get(farmer, "")
        .then()
        .body("custody", equalTo("VAULT"))
        .body("custodial_wallet", equalTo(address))
        .body("payout_wallet", equalTo(farmer.path("payout_wallet")))
        .body("vault.number", equalTo(farmer.path("vault.number")))
        .body("terms.share_basis_points", equalTo(5_000));
    vaultOnboarding.sweep();
    assertThat(state(farmer)).isEqualTo(FarmerState.FUNDED);
    assertThat(asked(farmer)).hasSize(1);
  }

  @Test
  void aVaultOfAContractComesBackWithItsOwner() {
    String owner = Address.contract(Sha256.of("a wallet that comes back")).text();
    Response farmer = vaultFarmer(owner, null);
    later(LIFE);
    vaultOnboarding.sweep();
    assertThat(state(farmer)).isNull();
    confirm(farmer).then().statusCode(200).body("state", equalTo("REGISTERED"));
    get(farmer, "").then().body("payout_wallet", equalTo(owner));
  }

  @Test
  void whoHasPaidWhereThereIsNoRoomIsNotForgotten() {
    String owner = KeyPair.random().getAccountId();
    Response first = vaultFarmer(owner, null);
    Response second = vaultFarmer(owner, null);
    deposits(first, "10");
    vaultOnboarding.sweep();
    deposits(second, "10");
    confirm(second)
        .then()
        .body("state", equalTo("REGISTERED"))
        .body("waiting_for", equalTo("payout_wallet"));
    later(LIFE);
    vaultOnboarding.sweep();
    assertThat(state(second)).isEqualTo(FarmerState.LEAVING);
  }

  @Test
  void aMakingThatFailsMakesNobodyActive() {
    Response farmer = vaultFarmer();
    deposits(farmer, "10");
    vaultOnboarding.sweep();
    settled(farmer, new Outcome.Refused(null, Cause.BOND_TOO_LOW, "by the test"));
    assertThat(state(farmer)).isEqualTo(FarmerState.FUNDED);
    assertThat(vault(farmer).isMade()).isFalse();
  }

  @Test
  void whoseOwnerStopsTheVaultLeaves() {
    Response farmer = member();
    Response stays = member();
    contracts.stopped(vault(farmer), Kale.ZERO, 99);
    stoppedVaults.sweep();
    assertThat(state(farmer)).isEqualTo(FarmerState.LEAVING);
    assertThat(state(stays)).isEqualTo(FarmerState.ACTIVE);
    assertThat(vault(farmer).stoppedIn()).hasValue(99);
    get(farmer, "")
        .then()
        .body("vault.stopped", equalTo(true))
        .body("events.by[-1]", equalTo("farmer"));
    problem(as(farmer).delete(path(farmer) + "/exit"), 409, "vault_stopped");
  }

  @Test
  void onesStopThatWasNotedElsewhereIsFollowed() {
    Response farmer = member();
    QuarkusTransaction.requiringNew().run(() -> vaults.stopped(id(farmer), 98));
    stoppedVaults.sweep();
    assertThat(state(farmer)).isEqualTo(FarmerState.LEAVING);
  }

  @Test
  void aVaultsTermsNeverChange() {
    Response farmer = member();
    int told =
        QuarkusTransaction.requiringNew()
            .call(
                () ->
                    terms.announce(
                        own(), id(farmer), 4_000, clock.instant(), "operator", "a test"));
    assertThat(told).isZero();
    get(farmer, "").then().body("coming_terms", equalTo(List.of()));
  }

  @Test
  void whatIsInAVaultThePoolPaysToNobody() {
    Response farmer = member();
    problem(
        as(farmer)
            .contentType("application/json")
            .body(Map.of("amount", 5))
            .post(path(farmer) + "/payouts"),
        409,
        "vault_owner");
    problem(
        as(farmer)
            .contentType("application/json")
            .body(Map.of("amount", 50_000_000))
            .put(path(farmer) + "/payout-threshold"),
        409,
        "vault_owner");
    problem(as(farmer).get(path(farmer) + "/payouts/preview"), 409, "vault_owner");
  }
}
