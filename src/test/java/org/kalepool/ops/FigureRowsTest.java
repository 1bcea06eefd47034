package org.kalepool.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
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
