package org.kalepool.pages;

import static io.restassured.RestAssured.given;

import io.restassured.http.Cookies;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A browser without scripts: it keeps cookies, follows nothing, and sends forms as they came. */
final class Browsing {
  private static final Pattern HIDDEN =
      Pattern.compile("<input type=\"hidden\" name=\"(\\w+)\" value=\"([^\"]*)\">");
  private static final Pattern TOKEN = Pattern.compile("<code id=\"token\">(kf_[^<]+)</code>");

  private final Map<String, String> cookies = new HashMap<>();

  RequestSpecification request() {
    return given()
        .redirects()
        .follow(false)
        .cookies(cookies)
        .header("Accept", "text/html,application/xhtml+xml,*/*;q=0.8");
  }

  Response get(String path) {
    return keep(request().get(path));
  }

  /** Sends what the page's forms carry beside what is filled in. */
  Response send(String page, String action, Map<String, Object> filled) {
    Map<String, Object> fields = new HashMap<>(hidden(get(page).asString()));
    fields.putAll(filled);
    return post(action, fields);
  }

  Response post(String action, Map<String, Object> fields) {
    return keep(
        request()
            .contentType("application/x-www-form-urlencoded; charset=UTF-8")
            .formParams(fields)
            .post(action));
  }

  static Map<String, String> hidden(String html) {
    Map<String, String> fields = new HashMap<>();
    Matcher matcher = HIDDEN.matcher(html);
    while (matcher.find()) {
      fields.put(matcher.group(1), matcher.group(2));
    }
    return fields;
  }

  private Response keep(Response response) {
    Cookies sent = response.detailedCookies();
    sent.asList()
        .forEach(
            cookie -> {
              if (cookie.getMaxAge() == 0) {
                cookies.remove(cookie.getName());
              } else {
                cookies.put(cookie.getName(), cookie.getValue());
              }
            });
    return response;
  }

  Map<String, String> cookies() {
    return cookies;
  }

  /** What is typed into the form to join. */
  static Map<String, Object> wish(String pooler, String payout) {
    Map<String, Object> wish = new HashMap<>();
    wish.put("pooler_id", pooler);
    wish.put("payout_wallet", payout);
    wish.put("stake_percentage", "50");
    wish.put("harvest_interval", "12");
    return wish;
  }

  /** The token that a page shows. */
  static String token(String html) {
    Matcher matcher = TOKEN.matcher(html);
    if (!matcher.find()) {
      throw new IllegalStateException("the page shows no token");
    }
    return matcher.group(1);
  }
}
