package org.kalepool.pages;

import io.restassured.response.Response;
import java.util.HashMap;
import java.util.Map;
import org.kalepool.testing.StagesProfile;

/** An operator's browser without scripts. */
final class OperatorBrowsing {
  final Browsing browser = new Browsing();

  static OperatorBrowsing admin() {
    return new OperatorBrowsing().in(StagesProfile.ALICES_KEY);
  }

  static OperatorBrowsing operator() {
    return new OperatorBrowsing().in(StagesProfile.OLGAS_KEY);
  }

  static OperatorBrowsing viewer() {
    return new OperatorBrowsing().in(StagesProfile.VICTORS_KEY);
  }

  OperatorBrowsing in(String key) {
    browser
        .send("/operator/log-in", "/operator/log-in", Map.of("key", key))
        .then()
        .statusCode(303)
        .header("Location", org.hamcrest.Matchers.equalTo("/operator"));
    return this;
  }

  String page(String path) {
    return browser.get(path).then().statusCode(200).extract().asString();
  }

  /** What the last form of a command carries, with a reason. */
  Map<String, Object> form(String path, String why) {
    Map<String, Object> fields = new HashMap<>(Browsing.hidden(page(path)));
    fields.put("why", why);
    return fields;
  }

  /** Looks at what a command does, and has it done. */
  Response does(String path, String why) {
    return browser.post(path.replaceFirst("\\?.*", ""), form(path, why));
  }
}
