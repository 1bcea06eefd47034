package org.kalepool.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.kalepool.cli.WholePool;
import org.kalepool.db.Db;
import org.kalepool.kale.Address;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;
import org.kalepool.testing.PostgresResource;

/** A farmer's life in a browser, on a network that is told what to do. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(WholePool.class)
class BrowserTest extends BrowserFixture {
  @Inject Db db;

  /** Other tests on this pool may have made poolers, and of several none is chosen yet. */
  private void choosePoolerAndAddress(String address) {
    page.locator("input[name=pooler_id][value='" + poolers.own().id() + "']").check();
    page.getByLabel("Your address").fill(address);
  }

  private String state(Address custodial) {
    return db.one(
            "select state from farmers where custodial = ?",
            row -> row.getString(1),
            custodial.text())
        .orElse("LAPSED");
  }

  private long count(String table, Address custodial) {
    return db.one(
            "select count(*) from "
                + table
                + " t join farmers f on f.id = t.farmer_id where f.custodial = ?",
            row -> row.getLong(1),
            custodial.text())
        .orElseThrow();
  }

  private long count(String table, Address custodial, String state) {
    return db.one(
            "select count(*) from "
                + table
                + " t join farmers f on f.id = t.farmer_id where f.custodial = ? and t.to_state = ?",
            row -> row.getLong(1),
            custodial.text(),
            state)
        .orElseThrow();
  }

  @Test
  void aFarmerJoinsPaysFarmsThreeBlocksAndLeaves() {
    Address payout = payout(77);
    go("/join");
    keep("join");
    choosePoolerAndAddress(payout.text());
    assertThat(page.getByLabel("Be planted")).hasValue("when_it_pays_me");
    page.getByLabel("Stake, percent").fill("50");
    page.getByLabel("Harvest after so many blocks").fill("1");
    click("Join and see what to send");
    shows("Keep this token");
    keep("joined");
    page.getByText("I have kept it: see what to send").click();

    shows("Send ");
    keep("funding");
    Address custodial = Address.of(page.locator("#custodial").textContent().strip());
    Xlm asked = Xlm.parse(page.locator("#amount").textContent().strip());
    sandbox.fund(custodial, Xlm.parse("1.2"));
    step(6);
    shows("Seen 1.2 of");
    sandbox.fund(custodial, asked.plus(Xlm.parse("3")));
    until("active", 20, () -> state(custodial).equals("ACTIVE"));
    shows("You have 0 KALE");
    shows("Not planted yet: your first block is this one or the next");
    keep("farm-new");

    sandbox.person("an exchange");
    step(6);
    assertThat(sandbox.pays("an exchange", custodial, Kale.parse("100"))).isTrue();
    until("harvested thrice", 260, () -> count("harvests", custodial) >= 3);
    go("/farm");
    shows("harvested");
    assertThat(page.locator("#balance .u-wrap:visible")).hasCount(2);
    assertThat(page.locator("#works .u-wrap:visible")).hasCount(2);
    assertThat(page.locator("#happened .u-wrap:visible")).hasCount(1);
    page.locator("#balance summary").first().click();
    assertThat(page.locator("#by-block tbody td").first())
        .hasText(Pattern.compile("^[\\d\u202f]+\\.\\d{3}$"));
    keep("farm");
    go("/statement");
    shows("closing balance");
    assertThat(page.locator("tr", new Page.LocatorOptions().setHasText("+100.0000000")))
        .containsText(Pattern.compile("deposit.*[0-9a-f]{5}…[0-9a-f]{5}"));
    keep("statement");
    go("/payout");
    shows("Shared by your terms");
    keep("payout");
    page.getByLabel("KALE to be paid, of what is earned").fill("0.0000003");
    click("See how it is shared");
    shows("Send 0.0000002 KALE to");
    page.locator("form[action='/payout'][method='post'] button").click();
    shows("Your payout was noted");
    keep("payout-waits");
    until("paid", 60, () -> count("earned_payouts", custodial) == 1);
    go("/payout");
    shows("paid");
    keep("payout-paid");
    assertThat(sandbox.kale(payout).orElseThrow()).isEqualTo(Kale.ofStroops(2));
    go("/statement");
    shows("paid of what was earned, to you and the pooler");
    go("/farm");
    page.getByLabel("Stake, percent").fill("25");
    long changes = count("farmer_settings", custodial);
    page.getByText("Change from the next block on").dblclick();
    shows("Your settings are changed");
    assertThat(count("farmer_settings", custodial)).isEqualTo(changes + 1);
    go("/farm/notices");
    keep("notices");
    go("/farm");

    String has = page.locator("h1").textContent().replace("You have ", "").replace(" KALE", "");
    page.getByText("Leave the pool and be paid out").click();
    shows("Leave the pool");
    // What is called the farmer's is what it would be paid.
    assertThat(page.locator("main .lead").first().textContent()).startsWith(has);
    keep("leave");
    Page otherTab = page.context().newPage();
    otherTab.navigate(page.url());
    page.locator("form[action='/leave'] button").click();
    shows("You are leaving");
    keep("leaving");
    otherTab.locator("form[action='/leave'] button").click();
    shows(otherTab.locator("main"), "You are leaving");
    assertThat(count("farmer_events", custodial, "LEAVING")).isEqualTo(1);
    until("departed", 150, () -> state(custodial).equals("DEPARTED"));
    // Both tabs hear of it without being loaded again.
    shows("You have left");
    shows(otherTab.locator("main"), "You have left");
    otherTab.close();
    go("/farm");
    keep("departed");
    page.goBack();
    page.goBack();
    shows("You have left");
    assertThat(page.locator("main")).not().containsText("You are leaving");
    assertThat(page.locator("form[action='/leave']")).hasCount(0);
    assertThat(sandbox.kale(payout).orElseThrow()).isGreaterThan(Kale.parse("100"));
    click("Log out");
    shows("You are logged out.");
    assertThat(chromium.complaints()).isEmpty();
    everybodysPages();
  }

  /** When there is something to be seen on them. */
  private void everybodysPages() {
    go("/");
    assertThat(page.locator("#main .u-wrap")).isVisible();
    keep("home");
    String before = page.locator(".live").textContent();
    step(6);
    page.waitForCondition(() -> !page.locator(".live").textContent().equals(before));
    go("/blocks");
    keep("blocks");
    page.locator("tbody th a").nth(2).click();
    shows("What was done for whom");
    keep("block");
    go("/poolers/" + poolers.own().id());
    keep("pooler");
    go("/api");
    keep("api");
    go("/log-in");
    keep("log-in");
    go("/confirm-email?of=nothing");
    keep("confirm");
    click("Yes, send them");
    shows("The link is not good any more");
    chromium.forgive();
    assertThat(chromium.complaints()).isEmpty();
    go("/nothing");
    keep("nothing");
    go("/join");
    choosePoolerAndAddress("GABC");
    click("Join and see what to send");
    shows("The address is no valid account address");
    keep("join-wrong");
    chromium.forgive();
    assertThat(faults).isEmpty();
  }
}
