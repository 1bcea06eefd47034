package org.kalepool.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import io.quarkus.mailer.MockMailbox;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.kalepool.db.Db;
import org.kalepool.farmer.ApiProfile;
import org.kalepool.farmer.StepwiseChain;
import org.kalepool.kale.Address;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;
import org.kalepool.lab.step.SteppedTasks;
import org.kalepool.pooler.Poolers;
import org.kalepool.schedule.Sweep;
import org.kalepool.schedule.Tasks;
import org.kalepool.testing.NoticeReceiver;
import org.kalepool.testing.PostgresResource;
import org.stellar.sdk.KeyPair;

/** Choosing notices in a browser, their feed, and the link that confirms an address. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(ApiProfile.class)
class NoticePagesTest {
  private static final Pattern FEED = Pattern.compile("http://pool\\.example(/feed/kn_[\\w-]{43})");
  private static final Pattern LINK = Pattern.compile("http://pool\\.example(/confirm-email\\S+)");

  @Inject Db db;
  @Inject Poolers poolers;
  @Inject StepwiseChain chain;
  @Inject MockMailbox mailbox;
  @Inject Tasks tasks;
  @Inject @Any Instance<Sweep> sweeps;

  private final Browsing browser = new Browsing();
  private String token = "";

  @BeforeEach
  void join() {
    db.update("delete from notices");
    mailbox.clear();
    token =
        Browsing.token(
            browser
                .send(
                    "/join",
                    "/join",
                    Browsing.wish(poolers.own().id().toString(), KeyPair.random().getAccountId()))
                .asString());
    Address custodial =
        db.one(
                "select custodial from farmers order by seq desc limit 1",
                row -> Address.of(row.getString(1)))
            .orElseThrow();
    chain.set(custodial, Xlm.parse("10"), Kale.ZERO);
    browser.send("/farm", "/farm/confirm", Map.of()).then().statusCode(303);
  }

  @AfterEach
  void forget() {
    db.update("delete from notices");
  }

  private Response set(Map<String, Object> fields) {
    return browser.send("/farm/notices", "/farm/notices", fields);
  }

  private void sweep() {
    for (String name : List.of("news", "notices")) {
      sweeps.stream().filter(it -> it.name().equals(name)).forEach(Sweep::sweep);
    }
    ((SteppedTasks) tasks).runAll();
  }

  private static String found(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    assertThat(matcher.find()).as(text).isTrue();
    return matcher.group(1);
  }

  @Test
  void choosesWhatToBeToldAndTriesIt() {
    try (NoticeReceiver receiver = NoticeReceiver.anywhere()) {
      browser.get("/farm/notices").then().statusCode(200).body(not(containsString("Send a test")));
      Response set =
          set(
              Map.of(
                  "kinds",
                  List.of("NEW_LOGIN", "XLM_LOW"),
                  "webhook_url",
                  receiver.url() + "/hook?secret=1"));
      set.then()
          .statusCode(200)
          .body(containsString("Keep this key"))
          .body(containsString("<code id=\"key\">kw_"));
      browser
          .get("/farm/notices")
          .then()
          .body(containsString("value=\"NEW_LOGIN\" checked"))
          .body(containsString("Notices go to " + receiver.url() + "/…"))
          .body(not(containsString("secret=1")))
          .body(not(containsString("kw_")));
      browser
          .send("/farm/notices", "/farm/notices/test", Map.of())
          .then()
          .statusCode(303)
          .header("Location", equalTo("/farm/notices?done=test"));
      sweep();
      assertThat(receiver.received("/hook?secret=1")).hasSize(1);
      browser.get("/farm/notices").then().body(containsString(": taken."));
      set(Map.of("webhook_away", "yes")).then().statusCode(303);
      browser.get("/farm/notices").then().body(not(containsString("Notices go to")));
    }
  }

  @Test
  void whatIsWrongStandsBesideItsField() {
    set(Map.of("webhook_url", "ftp://<b>", "email", "nobody"))
        .then()
        .statusCode(422)
        .body(containsString("The address must be an e-mail address"))
        .body(containsString("value=\"nobody\""));
    set(Map.of("webhook_url", "ftp://a.example/"))
        .then()
        .statusCode(422)
        .body(containsString("The webhook must begin with https://."));
  }

  @Test
  void nothingIsSetWithoutTheFormsTokenOrByAnybodyElse() {
    for (String path : List.of("/farm/notices", "/farm/notices/test", "/confirm-email")) {
      browser.post(path, Map.of("csrf", "x", "feed", "yes")).then().statusCode(403);
    }
    new Browsing().get("/farm/notices").then().statusCode(303);
    new Browsing()
        .post("/farm/notices", Map.of("csrf", "x"))
        .then()
        .statusCode(303)
        .header("Location", equalTo("/log-in?over=form"));
    browser.get("/farm/notices").then().body(not(containsString(" checked")));
  }

  @Test
  void theFeedIsReadByItsAddressAlone() {
    String page =
        set(Map.of("feed", "yes", "kinds", "SETTINGS_CHANGED")).then().extract().asString();
    String feed = found(FEED, page);
    browser.send(
        "/farm", "/farm/settings", Map.of("stake_percentage", "7", "harvest_interval", "3"));
    new Browsing()
        .get(feed)
        .then()
        .statusCode(200)
        .contentType("application/atom+xml")
        .header("Cache-Control", equalTo("private, no-store"))
        .body("feed.entry.size()", equalTo(1))
        .body("feed.entry.title", equalTo("Your settings or terms were changed"))
        .body("feed.entry.content", containsString("7 % staked"));
    new Browsing().get("/feed/kn_" + "A".repeat(43)).then().statusCode(404);
    set(Map.of()).then().statusCode(303);
    new Browsing().get(feed).then().statusCode(404);
  }

  @Test
  void aLogInIsNews() {
    String page = set(Map.of("feed", "yes", "kinds", "NEW_LOGIN")).then().extract().asString();
    new Browsing().send("/log-in", "/log-in", Map.of("token", token)).then().statusCode(303);
    new Browsing()
        .get(found(FEED, page))
        .then()
        .body("feed.entry.size()", equalTo(1))
        .body("feed.entry.title", equalTo("Somebody has logged in to your farm"));
  }

  @Test
  void theLinkInTheMailConfirmsByAButtonNotByBeingOpened() {
    set(Map.of("email", "ann@home.example", "kinds", "NEW_LOGIN")).then().statusCode(303);
    sweep();
    String link = found(LINK, mailbox.getMailsSentTo("ann@home.example").getFirst().getText());
    Browsing elsewhere = new Browsing();
    String page = elsewhere.get(link).then().statusCode(200).extract().asString();
    browser.get("/farm/notices").then().body(containsString("open it within two days"));
    Map<String, Object> fields = new HashMap<>(Browsing.hidden(page));
    elsewhere
        .post("/confirm-email", fields)
        .then()
        .statusCode(200)
        .body(containsString("Your address is confirmed"));
    browser.get("/farm/notices").then().body(not(containsString("open it within two days")));
    fields.put("of", "x");
    elsewhere
        .post("/confirm-email", fields)
        .then()
        .statusCode(422)
        .body(containsString("not good any more"));
  }
}
