package org.kalepool.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.kalepool.cli.WholePool;
import org.kalepool.db.Db;
import org.kalepool.kale.Address;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;
import org.kalepool.testing.PostgresResource;

/** Operators at their console, in a browser, on a pool that farms. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(WholePool.class)
class OperatorBrowserTest extends BrowserFixture {
  private static final int FARMERS = 3;

  @Inject Db db;
  @Inject Clock clock;

  private void logIn(String key) {
    go("/operator");
    page.getByLabel("Key").fill(key);
    click("Log in");
    assertThat(page.locator("header")).containsText("Log out");
  }

  /** Farmers who have joined, and of whom the last's id is told. */
  private String farmers() {
    List<Address> accounts = new ArrayList<>();
    for (int i = 0; i < FARMERS; i++) {
      Address payout = payout(90 + i);
      var wish = Browsing.wish(poolers.own().id().toString(), payout.text());
      wish.put("harvest_interval", "1");
      new Browsing().send("/join", "/join", wish).then().statusCode(201);
      accounts.add(newest("custodial", Address::of));
      sandbox.fund(accounts.getLast(), Xlm.parse("6"));
    }
    until("all active", 30, () -> active() >= FARMERS);
    accounts.forEach(account -> sandbox.giveKale(account, Kale.parse("100")));
    String id = newest("id::text", text -> text);
    until("harvested", 260, () -> harvests(id) >= 3);
    until("worked in the running block", 60, () -> worked() >= 2);
    return id;
  }

  private long worked() {
    return db.one(
            "select count(distinct farmer_id) from works where status = 'WORKED' and block_index ="
                + " (select max(block_index) from block_operations)",
            row -> row.getLong(1))
        .orElseThrow();
  }

  private <T> T newest(String column, java.util.function.Function<String, T> read) {
    return read.apply(
        db.one(
                "select " + column + " from farmers order by seq desc limit 1",
                row -> row.getString(1))
            .orElseThrow());
  }

  private long active() {
    return db.one(
            "select count(*) from (select state from farmers order by seq desc limit ?) f"
                + " where state = 'ACTIVE'",
            row -> row.getLong(1),
            FARMERS)
        .orElseThrow();
  }

  private long harvests(String farmer) {
    return db.one(
            "select count(*) from harvests where farmer_id = ?::uuid",
            row -> row.getLong(1),
            farmer)
        .orElseThrow();
  }

  /** One that was asked for yesterday, for an account that nobody can use, and waits. */
  private long stuck(String farmer) {
    long id =
        db.one(
                "insert into transactions (lane, call, created_at, next_try_at)"
                    + " values (?, ?, ?, ?) returning id",
                row -> row.getLong(1),
                Address.account(new byte[32]).text(),
                "{\"call\":\"harvest\",\"farmer\":\""
                    + Address.account(new byte[32]).text()
                    + "\",\"index\":1}",
                clock.instant().minus(Duration.ofDays(1)),
                clock.instant().plus(Duration.ofDays(1)))
            .orElseThrow();
    db.update(
        "insert into transaction_actions (transaction_id, farmer_id, block_index, action)"
            + " values (?, ?::uuid, 1, 'HARVEST')",
        id,
        farmer);
    return id;
  }

  @Test
  void anOperatorFindsAStuckTransactionAndResolvesItAndAViewerCannot() {
    String farmer = farmers();
    go("/");
    keep("home-farming");
    chromium.picture(page.url(), "readme");
    go("/operator");
    shows("Log in to see the pool.");
    keep("operator-log-in");
    page.getByLabel("Key").fill(WholePool.OLGAS_KEY);
    click("Log in");
    shows("The last blocks");
    keep("operator");
    String before = page.locator("#now").textContent();
    step(6);
    page.waitForCondition(() -> !page.locator("#now").textContent().equals(before));

    long stuck = stuck(farmer);
    go("/operator");
    shows("Transaction " + stuck + " waits to be sent");
    keep("operator-stuck");
    go("/operator/transactions");
    keep("operator-transactions");
    page.locator("a[href='/operator/do/give-up?target=" + stuck + "']").click();
    shows("nothing is sent yet");
    keep("operator-give-up");
    page.getByLabel("Your reason").fill("the account is gone");
    click("Give the transaction up");
    shows("Transaction " + stuck + " is given up.");
    keep("operator-done");
    page.getByText("The audit").last().click();
    shows("the account is gone");
    assertThat(page.locator("tbody tr").first()).containsText("olga");
    keep("operator-audit");
    everyPage(farmer);
    thousands();
    click("Log out");
    shows("You are logged out.");

    long another = stuck(farmer);
    logIn(WholePool.VICTORS_KEY);
    go("/operator/do/give-up?target=" + another);
    shows("This needs the role operator");
    assertThat(page.getByLabel("Your reason")).hasCount(0);
    keep("operator-viewer");
    assertThat(
            db.one("select state from transactions where id = ?", row -> row.getString(1), another))
        .contains("QUEUED");
    db.update("update transactions set state = 'REFUSED' where id = ?", another);
    db.update("update transaction_actions set live = false where transaction_id = ?", another);
    assertThat(chromium.complaints()).isEmpty();
    assertThat(faults).isEmpty();
  }

  private void everyPage(String farmer) {
    go("/operator/farmers");
    keep("operator-farmers");
    go("/operator/farmers?q=nobody");
    keep("operator-farmers-none");
    go("/operator/farmers/" + farmer + "?compare=now");
    shows("Books and chain");
    keep("operator-farmer");
    go("/operator/farmers/" + farmer + "/statement");
    shows("closing balance");
    keep("operator-statement");
    go("/operator/poolers");
    keep("operator-poolers");
    go("/operator/money");
    keep("operator-money");
    go("/operator/profit");
    keep("operator-profit");
    go("/operator/vaults");
    keep("operator-vaults");
    go("/operator/hashing");
    keep("operator-hashing");
    go("/operator/charts");
    assertThat(page.locator("#main .u-wrap")).hasCount(4);
    keep("operator-charts");
    go("/operator/charts?over=month");
    keep("operator-charts-month");
    go("/operator/alerts");
    keep("operator-alerts");
    go("/operator/do/pause-hashing");
    keep("operator-pause");
    go("/operator/do/make-pooler");
    keep("operator-make-pooler");
    page.getByLabel("Name", new Page.GetByLabelOptions().setExact(true)).fill("Far away");
    page.getByLabel("Its own account").fill(Address.account(new byte[32]).text());
    page.getByLabel("Its part of the rewards, percent").fill("12.5");
    page.getByLabel("Room for so many farmers").fill("100");
    page.getByLabel("May owe and have at stake, KALE").fill("50");
    click("Show what it does");
    shows("A pooler on a machine of its own is made");
    keep("operator-make-pooler-look");
    page.getByLabel("Your reason").fill("it joins us");
    click("Make a pooler");
    shows("Keep this key now.");
    keep("operator-key");
  }

  /** Lists of years, on a phone as well. */
  private void thousands() {
    ManyRows rows = new ManyRows(db, clock, poolers.own().id());
    try {
      rows.farmers(3_000);
      rows.deeds(ManyRows.id(0), 1, 3_000);
      go("/operator/farmers?state=DEPARTED");
      keep("operator-farmers-thousands");
      String first = page.locator("tbody th").first().textContent();
      page.getByText("Older", new Page.GetByTextOptions().setExact(true)).click();
      assertThat(page.locator("tbody th").first()).not().hasText(first);
      page.getByText("Newest", new Page.GetByTextOptions().setExact(true)).click();
      assertThat(page.locator("tbody th").first()).hasText(first);
      go("/operator/farmers/" + ManyRows.id(0));
      shows("change number 2999");
      keep("operator-farmer-thousands");
    } finally {
      rows.clear();
    }
  }
}
