package org.kalepool.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.kalepool.farmer.ApiProfile;
import org.kalepool.kale.Kale;
import org.kalepool.testing.FakeContracts;
import org.kalepool.testing.PostgresResource;
import org.kalepool.vault.Vault;
import org.kalepool.vault.Vaults;

/** What a farmer sees that keeps its KALE in a vault. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(ApiProfile.class)
class VaultPagesTest extends FarmPagesFixture {
  @Inject FakeContracts contracts;
  @Inject Vaults vaults;

  private Map<String, Object> vaultWish() {
    Map<String, Object> wish = wish();
    wish.put("custody", "VAULT");
    return wish;
  }

  @Test
  void whoJoinsWithAVaultIsToldWhereToSendKaleAndHowToLeaveByItself() {
    browser
        .get("/join")
        .then()
        .body(containsString("in a vault of your own"))
        .body(containsString("part of 50"))
        .body(containsString("It is made when 10 KALE have come"));
    Map<String, Object> wish = vaultWish();
    wish.put("floor", "2.5");
    browser.send("/join", "/join", wish).then().statusCode(201);
    Joined farmer = newest("x");
    Vault vault = vaults.find(UUID.fromString(farmer.id())).orElseThrow();
    assertThat(vault.making().floor()).isEqualTo(Kale.parse("2.5"));

    assertThat(browser.get("/farm").then().statusCode(200).extract().asString())
        .contains("Send 10 KALE", vault.address().text(), vault.owner().text())
        .contains(Long.toUnsignedString(vault.making().id()), vault.contract().text())
        .contains("<svg class=\"qr\"")
        .doesNotContain("Then send your KALE", "XLM</h1>");

    contracts.made(vault, Kale.parse("12"));
    browser.send("/farm", "/farm/confirm", Map.of()).then().statusCode(303);
    assertThat(browser.get("/farm").then().statusCode(200).extract().asString())
        .contains("Your vault, of which", "in your vault", "<code>withdraw</code>")
        .doesNotContain(
            "Send XLM by a wallet", "Take a payout of what you have earned", "XLM for fees");

    browser
        .get("/leave")
        .then()
        .statusCode(200)
        .body(containsString("By yourself, at once"))
        .body(containsString("have the vault stopped for ever"))
        .body(not(containsString("closes the account")));
    browser.send("/leave", "/leave", Map.of()).then().statusCode(303);
    browser
        .get("/farm")
        .then()
        .body(containsString("Your vault is being stopped and settled"))
        .body(containsString("Stay after all"));
  }

  @Test
  void aFloorThatIsNoAmountStandsBesideItsField() {
    Map<String, Object> wish = vaultWish();
    wish.put("floor", "some");
    browser
        .send("/join", "/join", wish)
        .then()
        .statusCode(422)
        .body(containsString("The amount must be"))
        .body(containsString("value=\"some\""));
  }
}
