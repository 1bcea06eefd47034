package org.kalepool.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Route;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.kalepool.cli.WholePool;
import org.kalepool.db.Db;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;
import org.kalepool.pages.FakeWallet.Kind;
import org.kalepool.pages.FakeWallet.Mood;
import org.kalepool.stellar.NetworkSettings;
import org.kalepool.testing.PostgresResource;
import org.stellar.sdk.KeyPair;

/** Joining and logging in with a wallet in the browser, and each way in which it does not help. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(WholePool.class)
class WalletBrowserTest extends BrowserFixture {
  @Inject NetworkSettings network;
  @Inject Db db;

  private FakeWallet wallet;

  @BeforeEach
  void makeWallet() {
    wallet = funded(Kind.FREIGHTER);
  }

  private FakeWallet funded(Kind kind) {
    FakeWallet made = new FakeWallet(kind, network.passphrase().orElseThrow());
    sandbox.fund(made.address(), Xlm.parse("5"));
    sandbox.giveKale(made.address(), Kale.ZERO);
    step(6);
    return made;
  }

  private void says(String text) {
    Locator status = page.locator("[data-wallet] [role=status]");
    shows(status, text);
    assertThat(status).hasClass(Pattern.compile(".*\\berror\\b.*"));
  }

  private String join() {
    return join(wallet, "Freighter");
  }

  private String join(FakeWallet by, String name) {
    go("/join");
    click("Take the address from " + name);
    shows("Your address is filled in");
    assertThat(page.getByLabel("Your address")).hasValue(by.address().text());
    keep("join-wallet");
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
    keep("log-in-wallet");
    click("Log in with Freighter");
    shows("Send ");
    go("/access");
    shows("a browser");
    page.getByText("Be paid out to another wallet").click();
    keep("access");
    page.getByLabel("Its address").fill(KeyPair.random().getAccountId());
    click("Ask for this wallet, from tomorrow on");
    shows("You have asked for another wallet.");
    keep("access-change");
    click("Stop the change");
    shows("The change of your payout wallet is stopped.");
    click("Make another token");
    shows("Your new token");
    keep("new-token");
    String fresh = page.locator("#token").textContent();
    assertThat(fresh).startsWith("kf_").isNotEqualTo(lost);
    go("/access");
    click("End all of them");
    shows("Log in to see your farm.");
    page.getByLabel("Token").fill(fresh);
    click("Log in");
    shows("Send ");
    lapses();
    go("/farm");
    shows("Your registration has lapsed");
    keep("lapsed");
    assertThat(chromium.complaints()).isEmpty();
    assertThat(faults).isEmpty();
  }

  /** The newest, which nobody has paid for: as if it had been made three hours before. */
  private void lapses() {
    db.update(
        "set session_replication_role = replica; update farmers set created_at = created_at -"
            + " interval '3 hours' where seq = (select max(seq) from farmers); set"
            + " session_replication_role = origin");
    step(6);
    step(6);
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
    says("Unlock it and try again");
    wallet.is(Mood.IS_ELSEWHERE);
    click("Log in with Freighter");
    says("Freighter is on another network than the pool (FUTURENET).");
    keep("log-in-wrong-network");
    wallet.is(Mood.DOES_NOT_SIGN);
    click("Log in with Freighter");
    says("You did not sign, so you are not logged in.");
    assertThat(chromium.complaints()).isEmpty();
    page.getByLabel("Token").fill(token);
    page.locator("form[action='/log-in'] button").click();
    shows("Send ");
    assertThat(faults).isEmpty();
  }

  @Test
  void aBrowserWithoutAWalletIsToldSoAndAWalletThatNobodyKnowsIsSentToJoin() {
    go("/log-in");
    shows("No wallet was found in this browser. Install Freighter (freighter.app), xBull");
    keep("log-in-without-wallet");
    assertThat(page.locator("[data-choices] button")).hasCount(0);
    wallet.install(page);
    go("/log-in");
    click("Log in with Freighter");
    shows("no farmer has this payout wallet: join with it");
    keep("log-in-unknown-wallet");
    assertThat(faults).isEmpty();
  }

  @Test
  void xBullAndHanaAreOfferedByNameFillInTheAddressAndLogIn() {
    FakeWallet hana = funded(Kind.HANA);
    FakeWallet xbull = funded(Kind.XBULL);
    hana.install(page);
    xbull.install(page);
    join(xbull, "xBull");
    assertThat(page.locator("[data-choices] button"))
        .hasText(new String[] {"Log in with xBull", "Log in with Hana"});
    click("Log in with xBull");
    shows("Send ");
    click("Log out");
    join(hana, "Hana");
    keep("log-in-two-wallets");
    click("Log in with Hana");
    shows("Send ");
    assertThat(chromium.complaints()).isEmpty();
    assertThat(faults).isEmpty();
  }

  @Test
  void whatEachWalletSaysInItsOwnWayIsTheSameSentence() {
    for (Kind kind : List.of(Kind.XBULL, Kind.HANA)) {
      FakeWallet other = new FakeWallet(kind, network.passphrase().orElseThrow());
      other.install(page);
      String name = kind == Kind.XBULL ? "xBull" : "Hana";
      go("/log-in");
      noes(other, name);
      other.is(Mood.IS_ELSEWHERE);
      click("Log in with " + name);
      says(name + " is on another network than the pool (FUTURENET).");
    }
    for (Kind kind : List.of(Kind.LOBSTR, Kind.RABET)) {
      FakeWallet other = new FakeWallet(kind, network.passphrase().orElseThrow());
      other.install(page);
      String name = kind == Kind.LOBSTR ? "LOBSTR" : "Rabet";
      go("/log-in");
      click("Log in with " + name);
      says(name + " does not know the network of this pool");
    }
    assertThat(chromium.complaints()).isEmpty();
  }

  private void noes(FakeWallet other, String name) {
    other.is(Mood.KEEPS_THE_ADDRESS);
    click("Log in with " + name);
    says("You refused in " + name + ", and nothing was done.");
    other.is(Mood.IS_LOCKED);
    click("Log in with " + name);
    says(name + " gave no address. Unlock it and try again");
    other.is(Mood.DOES_NOT_SIGN);
    click("Log in with " + name);
    says("You did not sign, so you are not logged in.");
  }

  @Test
  void lobstrOnThePublicNetworkAndRabetOnTheTestNetworkSignTheChallenge() {
    signs(Kind.LOBSTR, "LOBSTR", "Public Global Stellar Network ; September 2015");
    signs(Kind.RABET, "Rabet", "Test SDF Network ; September 2015");
    assertThat(chromium.complaints()).isEmpty();
  }

  /**
   * The pool's own network is none that these know: it is another one on the way to the browser.
   */
  private void signs(Kind kind, String name, String passphrase) {
    FakeWallet other = new FakeWallet(kind, passphrase);
    List<String> sent = new ArrayList<>();
    other.install(page);
    page.route("**/log-in", route -> elsewhere(route, passphrase));
    page.route("**/auth?*", route -> elsewhere(route, passphrase));
    page.route(
        "**/log-in/wallet",
        route -> {
          sent.add(route.request().postData());
          route.fulfill(
              new Route.FulfillOptions().setContentType("text/html").setBody("<main>taken</main>"));
        });
    go("/log-in");
    noes(other, name);
    other.is(Mood.WILLING);
    click("Log in with " + name);
    shows("taken");
    page.unrouteAll();
    assertThat(sent).hasSize(1);
    String transaction =
        Arrays.stream(sent.getFirst().split("&"))
            .filter(it -> it.startsWith("transaction="))
            .map(it -> URLDecoder.decode(it.substring(12), StandardCharsets.UTF_8))
            .findFirst()
            .orElseThrow();
    assertThat(other.hasSigned(transaction)).isTrue();
  }

  private void elsewhere(Route route, String passphrase) {
    APIResponse answer = route.fetch();
    route.fulfill(
        new Route.FulfillOptions()
            .setResponse(answer)
            .setBody(answer.text().replace(network.passphrase().orElseThrow(), passphrase)));
  }

  @Test
  void theOwnerOfTwoFarmersChoosesOneAndGoesOverToTheOther() {
    wallet.install(page);
    join();
    join();
    click("Log in with Freighter");
    shows("Which farmer?");
    keep("choice");
    Locator farmers = page.locator("input[name=farmer_id]");
    assertThat(farmers).hasCount(2);
    String account = page.locator("label[for=farmer-1] code").textContent();
    farmers.nth(1).check();
    click("Act for this one");
    shows(account);
    go("/access");
    page.getByText("Act for another farmer of this wallet").click();
    assertThat(page.locator("input[name=farmer_id]:checked")).hasId("farmer-1");
    go("/statement?from=2020-01-01");
    shows("More than a month is shown month by month");
    keep("statement-months");
    assertThat(chromium.complaints()).isEmpty();
    assertThat(faults).isEmpty();
  }
}
