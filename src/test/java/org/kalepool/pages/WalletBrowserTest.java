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
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.kalepool.cli.WholePool;
import org.kalepool.cli.WholePoolNode;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;
import org.kalepool.lab.sandbox.Sandbox;
import org.kalepool.lab.step.Stepper;
import org.kalepool.pages.FakeFreighter.Mood;
import org.kalepool.pooler.Poolers;
import org.kalepool.stellar.NetworkSettings;
import org.kalepool.testing.PostgresResource;
import org.stellar.sdk.KeyPair;

/** Joining and logging in with a wallet in the browser, and each way in which it does not help. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(WholePool.class)
class WalletBrowserTest {
  private static final double PATIENCE = 60_000;

  @Inject WholePoolNode node;
  @Inject Stepper stepper;
  @Inject Poolers poolers;
  @Inject NetworkSettings network;

  private final List<String> tooWide = new ArrayList<>();
  private Chromium chromium;
  private Page page;
  private FakeFreighter wallet;

  @BeforeEach
  void open() {
    Optional<Chromium> installed = Chromium.start();
    if (installed.isEmpty()) {
      System.err.println(Chromium.MISSING);
    }
    assumeTrue(installed.isPresent(), Chromium.MISSING);
    chromium = installed.get();
    page = chromium.page();
    wallet = new FakeFreighter(network.passphrase().orElseThrow());
    Sandbox sandbox = node.sandbox();
    sandbox.fund(wallet.address(), Xlm.parse("5"));
    sandbox.giveKale(wallet.address(), Kale.ZERO);
    sandbox.closeLedger(sandbox.now() + 6);
    stepper.pass(Duration.ofSeconds(6), 150);
  }

  @AfterEach
  void close() {
    if (chromium != null) {
      chromium.close();
    }
  }

  private void go(String path) {
    page.navigate("http://127.0.0.1:" + RestAssured.port + path);
  }

  private void click(String button) {
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(button)).first().click();
  }

  private void shows(String text) {
    assertThat(page.locator("main"))
        .containsText(text, new LocatorAssertions.ContainsTextOptions().setTimeout(PATIENCE));
  }

  private void says(String text) {
    Locator status = page.locator("[data-wallet] [role=status]");
    assertThat(status)
        .containsText(text, new LocatorAssertions.ContainsTextOptions().setTimeout(PATIENCE));
    assertThat(status).hasClass(Pattern.compile(".*\\berror\\b.*"));
  }

  private String join() {
    go("/join");
    click("Take the address from Freighter");
    shows("Your address is filled in");
    assertThat(page.getByLabel("Your address")).hasValue(wallet.address().text());
    tooWide.addAll(chromium.keep("join-wallet"));
    page.locator("input[name=pooler_id][value='" + poolers.own().id() + "']").check();
    click("Join and see what to send");
    shows("Keep this token");
    String token = page.locator("#token").textContent();
    click("Log out");
    shows("You are logged out.");
    return token;
  }

  @Test
  void aFarmerJoinsByItsWalletLogsInNamesAnotherReplacesItsTokenAndEndsTheLogIn() {
    wallet.install(page);
    String lost = join();
    tooWide.addAll(chromium.keep("log-in-wallet"));
    click("Log in with Freighter");
    shows("Send ");
    go("/access");
    shows("a browser");
    page.getByText("Be paid out to another wallet").click();
    tooWide.addAll(chromium.keep("access"));
    page.getByLabel("Its address").fill(KeyPair.random().getAccountId());
    click("Ask for this wallet, from tomorrow on");
    shows("You have asked for another wallet.");
    tooWide.addAll(chromium.keep("access-change"));
    click("Stop the change");
    shows("The change of your payout wallet is stopped.");
    click("Make another token");
    shows("Your new token");
    String fresh = page.locator("#token").textContent();
    assertThat(fresh).startsWith("kf_").isNotEqualTo(lost);
    go("/access");
    click("End all of them");
    shows("Log in to see your farm.");
    page.getByLabel("Token").fill(fresh);
    click("Log in");
    shows("Send ");
    assertThat(chromium.complaints()).isEmpty();
    assertThat(tooWide).isEmpty();
  }

  @Test
  void whateverTheWalletDoesASentenceSaysSoAndTheTokenGoesOn() {
    wallet.install(page);
    String token = join();
    wallet.is(Mood.KEEPS_THE_ADDRESS);
    click("Log in with Freighter");
    says("You refused in Freighter, and nothing was done.");
    wallet.is(Mood.IS_LOCKED);
    click("Log in with Freighter");
    says("Unlock it and try again.");
    wallet.is(Mood.IS_ELSEWHERE);
    click("Log in with Freighter");
    says("Freighter is on another network than the pool (FUTURENET).");
    tooWide.addAll(chromium.keep("log-in-wrong-network"));
    wallet.is(Mood.DOES_NOT_SIGN);
    click("Log in with Freighter");
    says("You did not sign, so you are not logged in.");
    assertThat(chromium.complaints()).isEmpty();
    page.getByLabel("Token").fill(token);
    page.locator("form[action='/log-in'] button").click();
    shows("Send ");
    assertThat(tooWide).isEmpty();
  }

  @Test
  void aBrowserWithoutAWalletIsToldSoAndAWalletThatNobodyKnowsIsSentToJoin() {
    go("/log-in");
    click("Log in with Freighter");
    says("There is no Freighter in this browser.");
    wallet.install(page);
    go("/log-in");
    click("Log in with Freighter");
    shows("no farmer has this payout wallet: join with it");
    tooWide.addAll(chromium.keep("log-in-unknown-wallet"));
    assertThat(tooWide).isEmpty();
  }
}
