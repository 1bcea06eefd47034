package org.kalepool.ops;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hibernate.SessionFactory;
import org.hibernate.stat.Statistics;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.kalepool.books.Books;
import org.kalepool.testing.FarmedBlocks;
import org.kalepool.testing.PostgresResource;
import org.kalepool.testing.StageFixture.Planter;
import org.kalepool.testing.StagesProfile;

/** The figures of blocks and days are what history says, and follow it. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(StagesProfile.class)
class FigureRowsTest extends OperatorFixture {
  private static final int MOST = 50;

  @Inject FigureRows rows;
  @Inject Books books;
  @Inject SessionFactory sessions;

  private FarmedBlocks blocks;

  @BeforeEach
  void farm() {
    blocks = new FarmedBlocks(db, books, fixture);
  }

  private String figures(long block) {
    return fixture
        .rows(
            "select seconds, farmers, planted, worked, harvested, lost, rewards, fees,"
                + " pooler_share, compensations from block_figures where block_index = "
                + block)
        .getFirst();
  }

  @Test
  void aBlocksFiguresAreThoseOfItsDeedsAndFollowItsHarvests() {
    Planter farmer = fixture.active(50, 1, "100", "10");
    blocks.block(10);
    blocks.block(11);
    blocks.planted(farmer, 10);
    rows.make(MOST);
    String fees =
        fixture
            .rows(
                "select sum(t.fee_charged) from transactions t join transaction_actions a on"
                    + " a.transaction_id = t.id where a.block_index = 10")
            .getFirst();
    assertThat(figures(10)).isEqualTo("300 1 1 1 0 0 0 " + fees + " 0 0");

    // Many blocks later, so that it is none of the newest.
    for (long block = 12; block < 20; block++) {
      blocks.block(block);
    }
    rows.make(MOST);
    blocks.harvested(farmer, 10);
    assertThat(rows.make(MOST)).isEqualTo(5);
    assertThat(figures(10)).startsWith("300 1 1 1 1 0 777 ");
    assertThat(rows.make(MOST)).isEqualTo(4);
    String share =
        fixture
            .rows("select div(777::numeric * share_basis_points, 10000) from harvests")
            .getFirst();
    operator()
        .get(API + "figures/blocks?limit=200")
        .then()
        .statusCode(200)
        .body("items.block_index[-1]", equalTo(10))
        .body("items.rewards[-1]", equalTo(777))
        .body("items.profit[-1]", equalTo(Integer.parseInt(share)))
        .body("items.seconds[0]", equalTo(null));
  }

  @Test
  void aDayIsTheSumOfItsBlocks() {
    Planter farmer = fixture.active(50, 1, "100", "10");
    // 288 blocks a day: these lie around midnight.
    long midnight = (1_700_006_400L - 1_700_000_000L) / 300;
    for (long block = midnight - 1; block <= midnight + 3; block++) {
      blocks.block(block);
      blocks.farmed(farmer, block);
    }
    rows.make(MOST);
    rows.make(MOST);
    assertThat(
            fixture.rows(
                "select blocks, planted, harvested, rewards, seconds::integer from day_figures"
                    + " order by day"))
        .containsExactly("2 2 2 1554 300", "3 3 3 2331 300");
    assertThat(
            fixture.rows(
                "select d.blocks, d.fees = (select sum(f.fees) from block_figures f where"
                    + " f.opened_time / 86400 = d.day - date '1970-01-01') from day_figures d"
                    + " order by d.day"))
        .containsExactly("2 t", "3 t");
    operator()
        .get(API + "figures/days")
        .then()
        .statusCode(200)
        .body("items.rewards", contains(2331, 1554));
  }

  private List<Integer> listed(String what) {
    return given().get("/api/v1/blocks?limit=200").then().extract().path("items." + what);
  }

  /** However many farmers and blocks there are: what is kept costs a row to read. */
  @Test
  void aListOfBlocksShowsKeptFiguresAndCountsTheNewestFourOnly() {
    Planter farmer = fixture.active(50, 1, "100", "10");
    for (long block = 10; block < 22; block++) {
      blocks.block(block);
      blocks.farmed(farmer, block);
    }
    rows.make(MOST);
    assertThat(
            fixture.rows(
                "select count(*) from listed_blocks l join block_summary s using (block_index,"
                    + " farmers, planted, worked, harvested, lost, staked, rewards, best_zeros)"))
        .containsExactly("12");

    db.update("update block_figures set planted = 5, staked = 55, best_zeros = 9");
    db.update("delete from block_figures where block_index = 10");
    assertThat(listed("planted")).containsExactly(1, 1, 1, 1, 5, 5, 5, 5, 5, 5, 5, 1);
    assertThat(listed("staked_amount").subList(4, 11)).containsOnly(55);
    assertThat(listed("best_zeros").subList(3, 5)).containsExactly(6, 9);

    for (String table : List.of("plantings", "works", "harvests")) {
      assertThat(readings(table)).as(table).isPositive().isLessThanOrEqualTo(3 * 5);
    }
    Statistics statistics = sessions.getStatistics();
    statistics.setStatisticsEnabled(true);
    statistics.clear();
    listed("planted");
    assertThat(statistics.getPrepareStatementCount()).isEqualTo(1);
    statistics.setStatisticsEnabled(false);
  }

  /** How often a list of all blocks has the server go for a table's rows. */
  private long readings(String table) {
    return fixture
        .rows(
            "explain (analyze, costs off, timing off, summary off) select * from listed_blocks"
                + " where block_index < 1000000 order by block_index desc limit 97")
        .stream()
        .map(Pattern.compile(" on " + table + " .*loops=(\\d+)")::matcher)
        .filter(Matcher::find)
        .mapToLong(found -> Long.parseLong(found.group(1)))
        .sum();
  }

  @Test
  void aSearchedFarmerIsFoundByTheApi() {
    Planter farmer = fixture.active(50, 1, "100", "10");
    fixture.active(50, 1, "100", "10");
    String account = farmer.custodial().text();
    operator()
        .get(API + "farmers?q=" + account.substring(50))
        .then()
        .body("items.custodial_wallet", contains(account));
    operator().get(API + "farmers?q=%25").then().statusCode(422);
  }
}
