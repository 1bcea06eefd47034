package org.kalepool.books;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Sha256;
import org.kalepool.kale.Xlm;
import org.kalepool.testing.PostgresResource;
import org.kalepool.testing.StageFixture.Planter;
import org.kalepool.testing.StagesProfile;

/** Who has paid deposits into custodial wallets, and by which transactions. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(StagesProfile.class)
class DepositPaymentsTest extends ReconcilerFixture {
  private static final Address EXCHANGE = Address.account(Sha256.of("an exchange"));

  @Inject DepositPayments payments;

  private Planter farmer;
  private int transactions;

  @BeforeEach
  void aFarmer() {
    farmer = idle();
  }

  /** Of whom nothing is planted, and whose first XLM nobody tells of. */
  private Planter idle() {
    Planter made = fixture.active(50, 1, "0", "5");
    fixture.move(made, "ACTIVE", "SUSPENDED");
    nextLedger();
    return made;
  }

  private Hash transaction() {
    return Hash.of(Sha256.of("a payment " + ++transactions));
  }

  private Hash pays(Planter to, String kale) {
    Hash hash = transaction();
    chain.pay(EXCHANGE, to.custodial(), Kale.parse(kale), hash);
    return hash;
  }

  private Hash paysXlm(Planter to, String xlm) {
    Hash hash = transaction();
    chain.payXlm(EXCHANGE, to.custodial(), Xlm.parse(xlm), hash);
    return hash;
  }

  private void told() {
    nextLedger();
    payments.sweep();
  }

  private static ValidatableResponse journal(Planter farmer) {
    return given()
        .header("Authorization", "Bearer " + StagesProfile.KEY)
        .get("/api/v1/farmers/" + farmer.id() + "/journal")
        .then()
        .statusCode(200);
  }

  private static List<String> deposits(Planter farmer) {
    return lines(farmer).stream().filter(line -> line.startsWith("deposit")).toList();
  }

  /** What, KALE, XLM and transaction of each movement, newest first. */
  private static List<String> lines(Planter farmer) {
    String file =
        given()
            .header("Authorization", "Bearer " + StagesProfile.KEY)
            .get("/api/v1/farmers/" + farmer.id() + "/statement/movements?from=2025-01-01")
            .asString();
    return Arrays.stream(file.split("\r\n"))
        .map(line -> line.split(",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)", -1))
        .map(line -> String.join(" ", line[1].replace("\"", ""), line[3], line[5], line[6]).strip())
        .toList();
  }

  @Test
  void eachPaymentIsAMovementOfItsOwnWithItsTransaction() {
    Hash first = pays(farmer, "7");
    Hash second = pays(farmer, "0.0000001");
    Hash lumens = paysXlm(farmer, "2");
    told();
    assertThat(deposits(farmer))
        .startsWith(
            "deposit 0.0000001 0 " + second.hex(),
            "deposit 7 0 " + first.hex(),
            "deposit 0 2 " + lumens.hex());
    journal(farmer)
        .body("items[0].deposit.state", equalTo("TOLD"))
        .body("items[0].deposit.payments", hasSize(2))
        .body("items[0].deposit.payments[0].transaction_hash", equalTo(first.hex()))
        .body("items[0].deposit.payments[0].amount", equalTo(7_0000000))
        .body("items[0].deposit.payments[0].from", equalTo(EXCHANGE.text()))
        .body("items[0].deposit.payments[1].amount", equalTo(1))
        .body("items[1].deposit.payments[0].transaction_hash", equalTo(lumens.hex()));
  }

  @Test
  void aStatementAddsUpWithDepositsOfSeveralPayments() {
    pays(farmer, "7");
    pays(farmer, "3.5");
    told();
    String[] lines =
        given()
            .header("Authorization", "Bearer " + StagesProfile.KEY)
            .get("/api/v1/farmers/" + farmer.id() + "/statement/movements?from=2025-01-01")
            .asString()
            .split("\r\n");
    BigDecimal sum = BigDecimal.ZERO;
    for (int i = lines.length - 1; i > 1; i--) {
      sum = sum.add(new BigDecimal(lines[i].split(",", -1)[3]));
    }
    assertThat(sum).isEqualByComparingTo("10.5");
    assertThat(lines[1].split(",", -1)[3]).isEqualTo("10.5");
  }

  @Test
  void manyFarmersAreAskedForTogetherAndNobodyWhoHasNothingNew() {
    List<Planter> farmers = new ArrayList<>();
    List<Hash> hashes = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      farmers.add(fixture.active(50, 1, "0", "5"));
    }
    farmers.forEach(each -> fixture.move(each, "ACTIVE", "SUSPENDED"));
    nextLedger();
    payments.sweep();
    farmers.forEach(each -> hashes.add(pays(each, "5")));
    nextLedger();
    int before = chain.history().asked();
    payments.sweep();
    payments.sweep();
    assertThat(chain.history().asked()).isEqualTo(before + 1);
    for (int i = 0; i < 30; i++) {
      assertThat(deposits(farmers.get(i)).getFirst())
          .isEqualTo("deposit 5 0 " + hashes.get(i).hex());
    }
  }

  @Test
  void aPaymentIsOneDepositsOnly() {
    Hash first = pays(farmer, "4");
    told();
    Hash second = pays(farmer, "4");
    told();
    assertThat(deposits(farmer))
        .startsWith("deposit 4 0 " + second.hex(), "deposit 4 0 " + first.hex());
  }

  @Test
  void whatCameWhileThePoolWasAwayIsFoundAsFarBackAsTheNodeRemembers() {
    Hash hash = pays(farmer, "4");
    chain.close(5_000);
    told();
    assertThat(deposits(farmer).getFirst()).isEqualTo("deposit 4 0 " + hash.hex());
  }

  @Test
  void aStatementSaysWhatTheNodeHasForgottenAndWhatItNeverTold() {
    pays(farmer, "4");
    chain.close(5_000);
    chain.history().movesFrom(chain.now().ledger() - 1_000);
    told();
    assertThat(deposits(farmer).getFirst())
        .isEqualTo("deposit (the network's node has forgotten its transaction) 4 0");
    journal(farmer)
        .body("items[0].deposit.state", equalTo("FORGOTTEN"))
        .body("items[0].deposit.payments", hasSize(0));
    chain.setKale(farmer.custodial(), Kale.parse("5"));
    nextLedger();
    assertThat(deposits(farmer).getFirst())
        .isEqualTo("deposit (its transaction is being looked for) 1 0");
    payments.sweep();
    assertThat(deposits(farmer).getFirst())
        .isEqualTo("deposit (the network's node tells of no transaction) 1 0");
    journal(farmer).body("items[0].deposit.state", equalTo("UNTOLD"));
  }

  @Test
  void aNodeThatLagsIsAskedAgain() {
    Hash hash = pays(farmer, "4");
    nextLedger();
    chain.history().lag(1);
    payments.sweep();
    journal(farmer).body("items[0].deposit.state", equalTo("OPEN"));
    chain.history().lag(0);
    payments.sweep();
    assertThat(deposits(farmer).getFirst()).isEqualTo("deposit 4 0 " + hash.hex());
    journal(farmer).body("items.find { it.kind != 'deposit' }", nullValue());
  }

  @Test
  void whatWasPassedOnAndWhatAPoolerPaidNameTheirTransactions() {
    Hash late = transaction();
    Hash debt = transaction();
    Books.Payout payout =
        new Books.Payout(List.of(), Kale.ZERO, Xlm.parse("5"), Xlm.ZERO, Xlm.ZERO, Xlm.ZERO);
    books.passedOn(farmer.id(), farmer.pooler(), farmer.custodial(), payout, "17", late);
    books.debtPaid(
        farmer.id(),
        farmer.pooler(),
        farmer.custodial(),
        new Books.Repaid(Kale.parse("3"), Xlm.ZERO, Xlm.ZERO, null),
        debt);
    assertThat(lines(farmer))
        .contains("paid out, arrived late 0 -5 " + late.hex())
        .contains("paid by the pooler 0 0 " + debt.hex());
  }
}
