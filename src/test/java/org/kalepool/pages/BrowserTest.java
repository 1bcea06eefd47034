package org.kalepool.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.kalepool.cli.WholePool;
import org.kalepool.cli.WholePoolNode;
import org.kalepool.db.Db;
import org.kalepool.kale.Address;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;
import org.kalepool.lab.sandbox.Sandbox;
import org.kalepool.lab.step.Stepper;
import org.kalepool.pooler.Poolers;
import org.kalepool.testing.PostgresResource;

/** A farmer's life in a browser, on a network that is told what to do. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(WholePool.class)
class BrowserTest {
  private static final int FOR_EVER = 150;
  private static final double PATIENCE = 60_000;

  @Inject WholePoolNode node;
  @Inject Stepper stepper;
  @Inject Poolers poolers;
  @Inject Db db;

  private final List<String> faults = new ArrayList<>();
  private Chromium chromium;
  private Page page;
  private Sandbox sandbox;

  @BeforeEach
  void open() {
    Optional<Chromium> installed = Chromium.start();
    if (installed.isEmpty()) {
      System.err.println(Chromium.MISSING);
    }
    assumeTrue(installed.isPresent(), Chromium.MISSING);
    chromium = installed.get();
    page = chromium.page();
    sandbox = node.sandbox();
    Address wallet = poolers.own().wallet();
    if (sandbox.lumens(wallet).isEmpty()) {
      sandbox.fund(wallet, Xlm.parse("1000"));
      sandbox.giveKale(wallet, Kale.ZERO);
    }
    step(6);
  }

  @AfterEach
  void close() {
    if (chromium != null) {
      chromium.close();
    }
  }

  private void step(long seconds) {
    sandbox.closeLedger(sandbox.now() + seconds);
    stepper.pass(Duration.ofSeconds(seconds), FOR_EVER);
  }

  private void until(String what, int most, BooleanSupplier reached) {
    for (int i = 0; i < most && !reached.getAsBoolean(); i++) {
      step(6);
    }
    assertThat(reached.getAsBoolean()).as(what + " within " + most + " ledgers").isTrue();
  }

  private void go(String path) {
    page.navigate("http://127.0.0.1:" + RestAssured.port + path);
  }

  private void keep(String name) {
    faults.addAll(chromium.keep(name));
  }

  private Locator button(String name) {
    return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name));
  }

  private void click(String button) {
    button(button).first().click();
  }

  private void shows(String text) {
    assertThat(page.locator("main"))
        .containsText(text, new LocatorAssertions.ContainsTextOptions().setTimeout(PATIENCE));
  }

  /** Other tests on this pool may have made poolers, and of several none is chosen yet. */
  private void choosePoolerAndAddress(String address) {
    page.locator("input[name=pooler_id][value='" + poolers.own().id() + "']").check();
    page.getByLabel("Your address").fill(address);
  }

  private Address payout(int number) {
    byte[] key = new byte[32];
    Arrays.fill(key, (byte) number);
    Address payout = Address.account(key);
    sandbox.fund(payout, Xlm.parse("5"));
    sandbox.giveKale(payout, Kale.ZERO);
    step(6);
    return payout;
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

  @Test
  void aFarmerJoinsPaysFarmsThreeBlocksAndLeaves() {
    Address payout = payout(77);
    go("/join");
    keep("join");
    choosePoolerAndAddress(payout.text());
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
    keep("farm-new");

    sandbox.giveKale(custodial, Kale.parse("100"));
    until("harvested thrice", 260, () -> count("harvests", custodial) >= 3);
    go("/farm");
    shows("harvested");
    assertThat(page.locator("#main .u-wrap")).isVisible();
    keep("farm");
    go("/statement");
    shows("closing balance");
    keep("statement");
    go("/farm");
    page.getByLabel("Stake, percent").fill("25");
    click("Change from the next block on");
    shows("Your settings are changed");

    String has = page.locator("h1").textContent().replace("You have ", "").replace(" KALE", "");
    page.getByText("Leave the pool and be paid out").click();
    shows("Leave the pool");
    // What is called the farmer's is what it would be paid.
    assertThat(page.locator("main .lead").first().textContent()).startsWith(has);
    keep("leave");
    page.locator("form[action='/leave'] button").click();
    shows("You are leaving");
    keep("leaving");
    until("departed", 150, () -> state(custodial).equals("DEPARTED"));
    go("/farm");
    shows("You have left");
    keep("departed");
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
