package org.kalepool.pages;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.kalepool.db.Db;
import org.kalepool.testing.PostgresResource;
import org.kalepool.testing.StageFixture.Planter;
import org.kalepool.testing.StagesFixture;
import org.kalepool.testing.StagesProfile;
import org.kalepool.web.Token;

/** What the charts of a farmer's page are drawn from, which is there without a script, too. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(StagesProfile.class)
class FarmChartsTest extends StagesFixture {
  private static final String TOKEN = "kf_farmers";

  @Inject Db db;

  private String farm(Planter farmer) {
    db.update("update farmers set token_hash = ? where id = ?", Token.hash(TOKEN), farmer.id());
    Browsing browser = new Browsing();
    browser.send("/log-in", "/log-in", Map.of("token", TOKEN)).then().statusCode(303);
    return browser.get("/farm").then().statusCode(200).extract().asString();
  }

  /** A block that pays for eight zeros and a gap of 25 at most, in which the farmer was planted. */
  private void block(Planter farmer, long index) {
    db.update(
        "insert into block_operations (block_index, opened_time, seen_ledger, seen_at, closed_at,"
            + " planted_at, worked_at, max_zeros, max_gap)"
            + " values (?, ?, 1, now(), now(), now(), now(), 8, 25)",
        index,
        index * 300);
    db.update(
        "insert into plantings (block_index, farmer_id, pooler_id, status, stake,"
            + " stake_percentage, harvest_interval, ledger, planted_at)"
            + " values (?, ?, ?, 'PLANTED', 0, 50, 1, 1, now())",
        index,
        farmer.id(),
        farmer.pooler());
  }

  private void worked(Planter farmer, long index, int zeros, long gap) {
    db.update(
        "insert into works (block_index, farmer_id, pooler_id, kind, status, zeros, gap, ledger,"
            + " worked_at) values (?, ?, ?, 'FINAL', 'WORKED', ?, ?, 2, now())",
        index,
        farmer.id(),
        farmer.pooler(),
        zeros,
        gap);
  }

  private static String cell(Object value, Object shown) {
    return "<td class=\"num\" data-value=\"" + value + "\">" + shown + "</td>";
  }

  @Test
  void worksStandAgainstWhatTheirBlocksPaidFor() {
    Planter farmer = fixture.active(50, 1, "100", "10");
    block(farmer, 5);
    worked(farmer, 5, 6, 20);
    block(farmer, 6);
    assertThat(farm(farmer))
        .contains("data-table=\"against\" data-show=\"zeros most-zeros\"")
        .contains("data-table=\"against\" data-show=\"gap most-gap\"")
        .contains(
            "<a href=\"/blocks/5\">5</a></th>"
                + cell(6, 6)
                + cell(8, 8)
                + cell(20, 20)
                + cell(25, 25))
        .contains(
            "<a href=\"/blocks/6\">6</a></th>"
                + cell("", "–")
                + cell(8, 8)
                + cell("", "–")
                + cell(25, 25));
  }

  @Test
  void itsFirstSentenceSaysWhenTheNextHarvestIs() {
    Planter farmer = fixture.active(50, 9, "100", "10");
    fixture.step();
    network.landAll();
    assertThat(farm(farmer)).containsPattern("Your next harvest is in 4[0-5]\\hmin\\.");
  }

  @Test
  void balancesAreAsExactAsTheyNeedToBeAndFeesStandBeside() {
    Planter farmer = fixture.active(50, 1, "100", "10");
    db.update(
        "insert into reconciliations (block_index, farmer_id, ledger, what, books, chain,"
            + " difference, at) values (7, ?, 1, 'block', 11329271234, 11329271234, 0, now())",
        farmer.id());
    db.update(
        "insert into balance_days (farmer_id, day, block_index, kale, fees) values"
            + " (?, '2026-01-02', 7, 1234567, 1234567), (?, '2026-01-01', 3, 1, 1234)",
        farmer.id(),
        farmer.id());
    assertThat(farm(farmer))
        .contains(cell("1132.9271234", "1\u202f132.927") + cell("0.0000000", "0"))
        .contains(cell("0.1234567", "0.1234567") + cell("0.1233333", "0.123"))
        .contains(cell("0.0000001", "0.0000001") + cell("", "–"));
  }
}
