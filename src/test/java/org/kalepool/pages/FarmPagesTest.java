package org.kalepool.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.kalepool.exit.SplitPreview;
import org.kalepool.farmer.ApiProfile;
import org.kalepool.farmer.FarmerAnswer;
import org.kalepool.kale.Address;
import org.kalepool.kale.Sha256;
import org.kalepool.kale.Xlm;
import org.kalepool.testing.PostgresResource;
import org.stellar.sdk.KeyPair;

/** Joining, and what a farmer sees and sends, over HTTP. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(ApiProfile.class)
class FarmPagesTest extends FarmPagesFixture {
  @Inject Frames frames;

  @Test
  void whoJoinsSeesTheTokenOnceAndWhatToSend() {
    Joined farmer = join(browser);
    String page = browser.get("/farm").then().statusCode(200).extract().asString();
    assertThat(page)
        .contains("Send 1.742 XLM")
        .contains(farmer.custodial().text())
        .contains("web+stellar:pay?destination=" + farmer.custodial().text())
        .contains("<svg class=\"qr\"")
        .doesNotContain(farmer.token());
    chain.set(farmer.custodial(), Xlm.parse("1.2"), null);
    browser.get("/farm/seen").then().statusCode(200).body(containsString("Seen 1.2 of"));
    chain.down(true);
    browser
        .get("/farm")
        .then()
        .statusCode(200)
        .body(containsString("The network cannot be asked at the moment"));
  }

  @Test
  void whatIsWrongStandsBesideItsFieldAndNothingIsMade() {
    long before = count("farmers");
    Map<String, Object> wrong = wish();
    wrong.put("payout_wallet", "G<script>");
    wrong.put("stake_percentage", "101");
    browser
        .send("/join", "/join", wrong)
        .then()
        .statusCode(422)
        .body(containsString("The stake must be 0 to 100."))
        .body(containsString("The address is no valid account address"))
        .body(containsString("value=\"G&lt;script&gt;\""))
        .body(not(containsString("G<script>")));
    Map<String, Object> words = wish();
    words.put("harvest_interval", "often");
    browser
        .send("/join", "/join", words)
        .then()
        .statusCode(422)
        .body(containsString("The interval must be a whole number"));
    chain.down(true);
    browser
        .send("/join", "/join", wish())
        .then()
        .statusCode(503)
        .body(containsString("Nothing was made"));
    assertThat(count("farmers")).isEqualTo(before);
  }

  @Test
  void whoJoinsChoosesInWhichBlocksToBePlantedAndElseInThoseThatPay() {
    browser
        .get("/join")
        .then()
        .body(containsString("<option value=\"when_it_pays_me\" selected>"))
        .body(containsString("A block pays you when your part"));
    assertThat(setting(join(new Browsing()), "farm_when")).isEqualTo("WHEN_IT_PAYS_ME");
    Map<String, Object> always = wish();
    always.put("farm_when", "always");
    Browsing other = new Browsing();
    other.send("/join", "/join", always).then().statusCode(201);
    assertThat(setting(newest("x"), "farm_when")).isEqualTo("ALWAYS");
    Map<String, Object> never = wish();
    never.put("farm_when", "never");
    other
        .send("/join", "/join", never)
        .then()
        .statusCode(422)
        .body(containsString("The choice must be"))
        .body(containsString("id=\"when-error\""));
  }

  @Test
  void theSameFormSentTwiceMakesOneFarmer() {
    Map<String, Object> fields = new HashMap<>(Browsing.hidden(browser.get("/join").asString()));
    fields.putAll(wish());
    long before = count("farmers");
    String first = Browsing.token(browser.post("/join", fields).asString());
    String second = Browsing.token(browser.post("/join", fields).asString());
    assertThat(second).isEqualTo(first);
    assertThat(count("farmers")).isEqualTo(before + 1);
  }

  @Test
  void settingsAreChangedAndRefusedInWords() {
    Joined farmer = join(browser);
    chain.set(farmer.custodial(), Xlm.parse("10"), org.kalepool.kale.Kale.ZERO);
    browser.send("/farm", "/farm/confirm", Map.of()).then().statusCode(303);
    browser
        .send("/farm", "/farm/settings", Map.of("stake_percentage", "7", "harvest_interval", "3"))
        .then()
        .statusCode(303)
        .header("Location", equalTo("/farm?done=settings"));
    assertThat(setting(farmer, "stake_percentage")).isEqualTo("7");
    browser
        .send("/farm", "/farm/settings", Map.of("stake_percentage", "7", "harvest_interval", "251"))
        .then()
        .statusCode(422)
        .body(containsString("The interval must be 1 to 250."))
        .body(containsString("value=\"251\""));
    assertThat(setting(farmer, "harvest_interval")).isEqualTo("3");
    assertThat(setting(farmer, "farm_when")).isEqualTo("WHEN_IT_PAYS_ME");
    browser
        .send(
            "/farm",
            "/farm/settings",
            Map.of("stake_percentage", "7", "harvest_interval", "3", "farm_when", "always"))
        .then()
        .statusCode(303);
    assertThat(setting(farmer, "farm_when")).isEqualTo("ALWAYS");
    browser
        .get("/farm")
        .then()
        .body(containsString("<option value=\"always\" selected>"))
        .body(containsString("There is no price of KALE, so you are planted in every block."));
    browser.get("/farm?done=settings").then().body(containsString("Your settings are changed"));
  }

  @Test
  void whoFarmsWhenItPaysReadsHowFarBehindFarmingAlwaysThatMayLeaveItAtMost() {
    Joined farmer = join(browser);
    chain.set(farmer.custodial(), Xlm.parse("10"), org.kalepool.kale.Kale.ZERO);
    browser.send("/farm", "/farm/confirm", Map.of()).then().statusCode(303);
    db.update(
        "insert into farm_choice_totals (farmer_id, blocks, skipped, unstaked, saved, expected,"
            + " came, always, behind) values (?::uuid, 7, 3, 1, 20000000, 0, 0, 400000000,"
            + " -1000000)",
        farmer.id());
    browser
        .get("/farm")
        .then()
        .body(containsString("Compared with farming always you have +0.100 XLM so far"))
        .body(
            containsString("never costs you more than 1&nbsp;% of what farming always would have"))
        .body(containsString("0.5 XLM may be risked for it now"));
    browser
        .send(
            "/farm",
            "/farm/settings",
            Map.of(
                "stake_percentage", "7", "harvest_interval", "3", "farm_when", "when_it_pays_both"))
        .then()
        .statusCode(303);
    browser
        .get("/farm")
        .then()
        .body(containsString("3 were skipped"))
        .body(not(containsString("never costs you more than")));
  }

  @Test
  void leavesAfterSeeingWhatWouldBePaidAndStaysAfterAll() {
    Joined farmer = join(browser);
    chain.set(farmer.custodial(), Xlm.parse("10"), org.kalepool.kale.Kale.ZERO);
    browser.send("/farm", "/farm/confirm", Map.of());
    String page = browser.get("/leave").then().statusCode(200).extract().asString();
    assertThat(page).contains("1.0000000").contains("Leave and send 1 KALE to");
    browser.send("/leave", "/leave", Map.of()).then().statusCode(303);
    browser.get("/farm").then().body(containsString("You are leaving"));
    browser.get("/leave").then().statusCode(303).header("Location", equalTo("/farm"));
    browser.send("/farm", "/leave/withdraw", Map.of()).then().statusCode(303);
    browser.get("/farm").then().body(not(containsString("You are leaving")));
  }

  private String leaving(String wallet, boolean byContract) {
    FarmerAnswer farmer =
        new FarmerAnswer(
            new UUID(0, 1),
            new UUID(0, 2),
            "CUSTODIAL",
            wallet,
            wallet,
            null,
            null,
            "ACTIVE",
            50,
            1,
            "always",
            Instant.EPOCH,
            new FarmerAnswer.Terms(new UUID(0, 2), 500, Instant.EPOCH, Instant.EPOCH, "", ""),
            List.of(),
            null,
            null,
            List.of(),
            List.of(),
            null,
            null);
    SplitPreview.Preview split = new SplitPreview.Preview(9, 0, 0, 0, 0, 0, 0, 9, 9, 30_000_000, 0);
    return Templates.leave(
            frames.bare("Leave"), new LeaveView(farmer, split, 0, byContract, "token"))
        .render();
  }

  @Test
  void leavingSaysInWhichTransactionsAnAddressIsPaid() {
    String account = KeyPair.random().getAccountId();
    String contract = Address.contract(Sha256.of("smart")).text();
    assertThat(leaving(account, false)).contains("pays you and the pooler and closes the account");
    assertThat(leaving(account, true)).contains("closes the account and sends you its XLM");
    assertThat(leaving(contract, true)).contains("What it had to keep follows within minutes");
    assertThat(leaving(contract, false)).contains("which this pool cannot pay as it is set up");
  }

  @Test
  void statementsAreOfDaysThatMakeSense() {
    join(browser);
    browser.get("/statement").then().statusCode(200).body(containsString("opening balance"));
    for (String query :
        List.of("from=x", "from=2026-02-01&to=2026-01-01", "from=1020-01-01&to=2026-01-01")) {
      browser
          .get("/statement?" + query)
          .then()
          .statusCode(422)
          .body(containsString("role=\"alert\""));
      browser.get("/statement/movements.csv?" + query).then().statusCode(422);
    }
    browser
        .get("/statement?from=2020-01-01")
        .then()
        .statusCode(200)
        .body(containsString("More than a month is shown month by month"))
        .body(containsString("/statement/movements.csv?from=2020-01-01&amp;to="))
        .body(not(containsString("opening balance")));
    browser.get("/statement/movements.csv?from=2020-01-01").then().statusCode(200);
    browser
        .get("/statement/movements.csv?from=&to=")
        .then()
        .statusCode(200)
        .header("Content-Type", startsWith("text/csv"))
        .header("Content-Disposition", startsWith("attachment"))
        .header("Cache-Control", "no-store")
        .body(startsWith("time,what,block,wallet_kale,pails_kale,wallet_xlm,transaction\r\n"));
  }
}
